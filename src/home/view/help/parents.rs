//! The screens of a family.

use super::{HOME, Help};

pub const ALL: &[Help] = &[
    Help {
        address: HOME,
        title: "Accueil",
        back: ("/", "Revenir à l’accueil"),
        purpose: "Cette page montre ce qui vous attend : la prochaine date butoir, ce qui est à payer, les réponses de la mairie, et ce qui est réservé cette semaine et la suivante.",
        tasks: &[
            (
                "Réserver",
                &[
                    "Sous « Prochaine date butoir », appuyez sur « Réserver ».",
                    "Ou choisissez vous-même : « Voir ou modifier la semaine », sous chaque semaine.",
                    "Pour tout un mois : « Réserver mes jours habituels ».",
                ],
            ),
            (
                "Payer, lire une réponse",
                &[
                    "Quand une facture est à payer, appuyez sur « Voir mes factures ».",
                    "Quand la mairie vous a répondu, appuyez sur « Lire la réponse ».",
                ],
            ),
            (
                "Mettre votre dossier à jour",
                &[
                    "Sous « Votre dossier », ouvrez la fiche que la mairie vous demande de relire.",
                    "Corrigez-la, certifiez-la, enregistrez-la.",
                ],
            ),
        ],
        then: &["Ce qui n’a plus besoin de vous disparaît de cette page."],
        troubles: &[
            "La page ne montre pas vos enfants : vous n’êtes pas connecté. Appuyez sur « Se connecter ».",
            "« Réserver mes jours habituels » n’est pas là : aucun jour habituel n’est encore noté dans la fiche de vos enfants.",
        ],
    },
    Help {
        address: "/reservations",
        title: "Réservations",
        back: ("/reservations", "Revenir aux réservations"),
        purpose: "Cette page sert à réserver et à annuler la cantine, la garderie et les autres services. Le prix se calcule à mesure que vous cochez.",
        tasks: &[
            (
                "Réserver ou annuler",
                &[
                    "Choisissez la semaine, ou le mois, avec les deux boutons du haut.",
                    "Cochez les jours voulus, décochez les autres.",
                    "Lisez le total. S’il ne change pas seul : « Calculer le total ».",
                    "Appuyez sur « Valider ».",
                ],
            ),
            (
                "Aller plus vite",
                &[
                    "Appuyez sur « Cocher ses jours habituels ».",
                    "Vérifiez les cases, puis appuyez sur « Valider ».",
                ],
            ),
            ("Comprendre un prix", &["Appuyez sur le nom du service, ou sur le total de l’enfant."]),
        ],
        then: &[
            "Rien n’est enregistré avant « Valider ». Ensuite, la page dit ce qui est fait, et un message de confirmation vous est envoyé.",
        ],
        troubles: &[
            "La case est grise : c’est réservé, et cela ne change plus ici. Le mot dessous dit pourquoi, par exemple « délai passé ».",
            "Un mot remplace la case : ce jour n’est pas possible. Un tiret : le service n’ouvre pas, ou l’enfant n’y est pas inscrit.",
            "Une ligne porte le mot « hors délai » : vous pouvez encore réserver, au prix de cette ligne.",
            "Une case est refusée : la page dit laquelle et pourquoi. Le reste est enregistré.",
        ],
    },
    Help {
        address: "/reservations/annee",
        title: "Jours habituels sur l’année",
        back: ("/reservations/annee", "Revenir aux jours habituels"),
        purpose: "Cette page réserve d’un coup les mêmes jours de la semaine, pour un mois, pour toute l’année scolaire ou entre deux dates.",
        tasks: &[(
            "Réserver vos jours habituels",
            &[
                "Dans les réservations, appuyez sur « Réserver mes jours habituels sur toute l’année ».",
                "Si vous avez plusieurs enfants, cochez-les sous « Pour qui ».",
                "Choisissez « Période » et « Quelles semaines », puis cochez les jours de chaque service.",
                "Appuyez sur « Voir la liste et le coût ».",
                "Relisez la liste, puis appuyez sur « Valider ».",
            ],
        )],
        then: &[
            "Rien n’est enregistré avant « Valider ». Les jours déjà réservés le restent. Un message de confirmation vous est envoyé.",
        ],
        troubles: &[
            "Un jour manque dans la liste : regardez « Ce qui n’est pas réservé, et pourquoi ».",
            "La liste n’est pas la bonne : appuyez sur « Modifier les jours ou la période ».",
            "Cette page n’annule rien. Pour annuler, décochez les jours dans « Réservations ».",
        ],
    },
    Help {
        address: "/presences",
        title: "Présences",
        back: ("/presences", "Revenir aux présences"),
        purpose: "Cette page montre, jour par jour, ce qui était réservé, si votre enfant est venu, et ce que cela coûte. Elle se lit seulement.",
        tasks: &[(
            "Lire une période",
            &[
                "Choisissez la semaine, ou le mois, avec les deux liens du haut.",
                "Pour chaque enfant, lisez « Ce qui compte pour » lui : services, jours, prix.",
                "Plus bas, « Jour par jour » dit ce qui s’est passé.",
            ],
        )],
        then: &["La facture du mois dit ce qui est dû. Vous la trouvez dans « Factures »."],
        troubles: &[
            "Un jour n’est pas pointé : la mairie n’a pas encore fait l’appel. Il compte comme réservé.",
            "Une présence vous semble fausse : écrivez à la mairie, par « Contact ». Elle peut la corriger.",
        ],
    },
    Help {
        address: "/absences",
        title: "Absences",
        back: ("/absences", "Revenir aux absences"),
        purpose: "Cette page sert à dire que votre enfant ne viendra pas, et à envoyer un certificat médical s’il est malade.",
        tasks: &[
            (
                "Signaler une absence",
                &[
                    "Choisissez « Enfant » et « Premier jour ». Pour plusieurs jours, indiquez aussi « Dernier jour ».",
                    "Choisissez « Motif » : « Malade » ou « Autre motif ».",
                    "Si vous avez un certificat, ajoutez-le. Il peut venir plus tard.",
                    "Appuyez sur « Signaler l’absence ».",
                ],
            ),
            (
                "Envoyer le certificat plus tard",
                &[
                    "Sous « Absences signalées », trouvez l’absence.",
                    "Choisissez le fichier, puis appuyez sur « Envoyer le certificat ».",
                ],
            ),
            (
                "Revenir en arrière",
                &[
                    "Tant que l’absence n’a pas commencé, appuyez sur « Retirer cette absence » : votre enfant est de nouveau attendu.",
                ],
            ),
        ],
        then: &["La page dit ce que l’absence change sur votre facture. Qui fait l’appel la voit."],
        troubles: &[
            "L’heure est passée pour aujourd’hui : appelez la mairie.",
            "Le fichier est refusé : il faut un PDF ou une image JPEG ou PNG, de 5 Mo au plus.",
            "Signaler une absence n’annule pas la réservation. Pour annuler à temps, allez dans « Réservations ».",
        ],
    },
    Help {
        address: "/factures",
        title: "Factures",
        back: ("/factures", "Revenir aux factures"),
        purpose: "Cette page montre vos factures, ce que vous avez payé et ce que vous devez encore.",
        tasks: &[
            (
                "Lire une facture",
                &[
                    "Appuyez sur son numéro pour la lire à l’écran.",
                    "Appuyez sur « Ouvrir » pour le document à garder ou à imprimer.",
                ],
            ),
            (
                "Payer par carte",
                &[
                    "Appuyez sur « Payer par CB », à côté de la facture.",
                    "La page de paiement s’ouvre dans un nouvel onglet.",
                    "Payez sur le site PayFiP, celui des finances publiques.",
                ],
            ),
        ],
        then: &[
            "Le paiement apparaît sous « Paiements », avec son reçu. Un avoir est une somme en votre faveur : il est déduit de ce que vous devez.",
        ],
        troubles: &[
            "Un paiement attend sa confirmation : appuyez sur « Voir où en est le paiement ».",
            "« Payer par CB » n’est pas là : la facture est payée, il en reste moins de 1 €, ou la mairie ne propose pas ce moyen. La facture dit comment payer autrement.",
            "Un montant vous étonne : comparez avec « Présences », puis écrivez à la mairie, par « Contact ».",
        ],
    },
    Help {
        address: "/facture",
        title: "Une facture",
        back: ("/factures", "Revenir aux factures"),
        purpose: "Cette page montre une facture, ou un avoir, ligne par ligne.",
        tasks: &[
            (
                "La comprendre",
                &[
                    "En haut : si elle est payée, sinon ce qui reste et jusqu’à quand.",
                    "Au milieu, pour chaque enfant : ses services, ses jours, le prix.",
                    "Sous « Informations utiles » : comment payer, et comment contester.",
                ],
            ),
            ("La garder", &["Appuyez sur « Ouvrir le document », puis enregistrez-le ou imprimez-le."]),
            ("La payer par carte", &["Appuyez sur « Payer par CB », et suivez les pages."]),
        ],
        then: &[
            "Une facture ne change jamais. Si elle est fausse, la mairie la corrige par un avoir ou par une autre facture.",
        ],
        troubles: &[
            "Une ligne vous semble fausse : écrivez à la mairie, par « Contact », avec le numéro de la facture.",
        ],
    },
    Help {
        address: "/paiement",
        title: "Retour du paiement",
        back: ("/factures", "Revenir aux factures"),
        purpose: "Cette page dit ce qu’est devenu le paiement que vous venez de faire sur le site PayFiP.",
        tasks: &[(
            "Savoir si c’est payé",
            &[
                "Lisez le titre : il dit si le paiement est accepté, refusé ou abandonné.",
                "S’il est encore en cours, appuyez sur « Voir où en est le paiement ».",
                "Puis appuyez sur « Revenir aux factures ».",
            ],
        )],
        then: &["Un paiement accepté apparaît dans vos factures. PayFiP vous envoie aussi sa confirmation."],
        troubles: &[
            "Le paiement est refusé ou abandonné : rien n’a été prélevé. Vous pouvez recommencer depuis vos factures, quelques minutes plus tard.",
            "Vous avez fermé la page trop tôt : rien n’est perdu. Le portail demande lui-même le résultat à PayFiP.",
            "Le portail dit que la mairie vérifie un paiement : ne payez pas une seconde fois.",
        ],
    },
    Help {
        address: "/documents",
        title: "Documents",
        back: ("/documents", "Revenir aux documents"),
        purpose: "Cette page réunit les papiers que la mairie publie pour vous : menus, règlements, informations, formulaires.",
        tasks: &[(
            "Ouvrir un document",
            &[
                "Trouvez-le dans sa rubrique.",
                "Appuyez sur son titre : il s’ouvre dans un nouvel onglet.",
                "Gardez-le ou imprimez-le depuis cet onglet.",
            ],
        )],
        then: &["Un document disparaît de la page quand sa date est passée ou que la mairie le retire."],
        troubles: &[
            "Vous ne voyez pas un document dont on vous a parlé : certains sont réservés à une école, à une classe ou à un service.",
        ],
    },
    Help {
        address: "/famille",
        title: "Famille",
        back: ("/famille", "Revenir à la famille"),
        purpose: "Ces pages montrent votre dossier : vous, l’autre parent, les personnes qui peuvent venir chercher vos enfants, votre foyer et vos demandes.",
        tasks: &[
            (
                "Corriger une information",
                &[
                    "Choisissez l’onglet : votre nom, « Autres responsables » ou « Foyer ».",
                    "Changez ce qui a changé.",
                    "Si tout est juste, cochez « Je certifie que ces informations sont à jour. »",
                    "Appuyez sur « Enregistrer ».",
                ],
            ),
            (
                "Ajouter quelqu’un qui vient chercher vos enfants",
                &[
                    "Ouvrez « Autres responsables », puis « Ajouter une personne ».",
                    "Remplissez la fiche, puis appuyez sur le bouton du bas.",
                ],
            ),
            ("Suivre ou retirer une demande", &["Ouvrez « Demandes » : chacune dit où elle en est."]),
        ],
        then: &[
            "Selon ce que la mairie a choisi, le changement vaut tout de suite, ou il est envoyé à la mairie, qui vous répond par courriel.",
        ],
        troubles: &[
            "Un champ ne peut pas être changé : la page dit à qui le demander.",
            "La page dit qu’une autre personne a enregistré entre-temps : vérifiez, puis enregistrez de nouveau.",
        ],
    },
    Help {
        address: "/enfants",
        title: "Enfants",
        back: ("/enfants", "Revenir aux enfants"),
        purpose: "Ces pages montrent la fiche de chaque enfant : école, inscriptions, jours habituels, régime, santé, papiers.",
        tasks: &[
            (
                "Corriger la fiche",
                &[
                    "Choisissez l’enfant, en haut.",
                    "Changez ce qui a changé.",
                    "Si tout est juste, cochez « Je certifie que ces informations sont à jour. »",
                    "Appuyez sur « Enregistrer ».",
                ],
            ),
            (
                "Inscrire à un service, choisir des jours habituels",
                &[
                    "Allez à « Inscriptions et jours habituels ».",
                    "Cochez, puis appuyez sur « Enregistrer ».",
                ],
            ),
        ],
        then: &[
            "Les jours habituels ne réservent rien. Ils permettent de cocher plus vite dans « Réservations ».",
            "Ce que la mairie doit accepter lui est envoyé. Sa réponse vient par courriel.",
        ],
        troubles: &[
            "Une inscription ne peut pas finir : des jours sont encore réservés. Annulez-les d’abord dans « Réservations ».",
            "Votre enfant a deux foyers : son identité, sa santé et sa classe sont communes. Vos inscriptions et vos remarques ne sont qu’à vous.",
        ],
    },
    Help {
        address: "/contact",
        title: "Contact",
        back: ("/contact", "Revenir à la page Contact"),
        purpose: "Cette page dit comment joindre la mairie, et sert à lui écrire.",
        tasks: &[
            (
                "Écrire à la mairie",
                &[
                    "Indiquez « Objet » en quelques mots, puis écrivez votre « Message ».",
                    "Au besoin, ajoutez un « Fichier joint » : PDF, JPEG ou PNG, 5 Mo au plus.",
                    "Appuyez sur « Envoyer ».",
                ],
            ),
            (
                "Lire la réponse",
                &[
                    "Sous « Vos échanges avec la mairie », appuyez sur l’objet.",
                    "Pour répondre à votre tour, écrivez sous « Ajouter un message ».",
                ],
            ),
        ],
        then: &[
            "Quand la mairie répond, un courriel vous prévient. La réponse est à la suite de votre message.",
            "Les responsables de votre famille lisent tous ces échanges.",
        ],
        troubles: &[
            "Rien ne permet d’écrire : vous n’êtes pas connecté. Appuyez sur « Se connecter pour écrire ».",
            "Le portail demande d’attendre : beaucoup de messages sont partis en peu de temps. Gardez la page ouverte, et envoyez plus tard.",
            "Votre enfant est malade ou absent : passez plutôt par « Absences ». N’écrivez rien de médical ici.",
        ],
    },
    Help {
        address: "/familles",
        title: "Changer de famille",
        back: ("/familles", "Revenir au choix de la famille"),
        purpose: "Cette page sert à qui est responsable dans plusieurs familles : elle dit laquelle est à l’écran et permet d’en changer.",
        tasks: &[("Voir une autre famille", &["Appuyez sur le nom de la famille."])],
        then: &[
            "Toutes les pages montrent alors cette famille, ses enfants, ses réservations et ses factures.",
        ],
        troubles: &["Une famille manque : demandez à la mairie de vous y rattacher."],
    },
    Help {
        address: "/regles",
        title: "Règles et tarifs",
        back: ("/regles", "Revenir aux règles et tarifs"),
        purpose: "Cette page dit, pour chaque service, les jours d’ouverture, jusqu’à quand réserver et annuler, ce qui est dû en cas d’absence, et les prix.",
        tasks: &[(
            "Trouver un prix",
            &[
                "Trouvez le service, puis son tarif sous « Prix ».",
                "Cherchez la ligne de votre quotient familial.",
            ],
        )],
        then: &[
            "Cette page est écrite d’après les réglages de la mairie : ce sont les règles qui sont appliquées.",
        ],
        troubles: &[
            "Le prix d’une de vos réservations n’est pas celui que vous attendiez : dans les réservations, appuyez sur le nom du service.",
        ],
    },
];
