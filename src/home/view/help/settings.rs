//! The settings, for who sets the portal up.

use super::Help;

pub const ALL: &[Help] = &[
    Help {
        address: "/mairie/reglages",
        title: "Réglages",
        back: ("/mairie/reglages", "Revenir aux réglages"),
        purpose: "Cette page montre, étape par étape, ce qui est réglé et ce qui manque avant d’ouvrir le portail aux familles.",
        tasks: &[(
            "Régler le portail",
            &[
                "Suivez les étapes dans l’ordre : « Commune », « Écoles et classes », « Calendrier », « Prestations », « Tarifs ».",
                "Ouvrez chaque étape, remplissez, enregistrez.",
                "Lisez ce qui manque encore : « Régler » y mène tout droit.",
                "Quand tout est réglé, ouvrez « Ouverture ».",
            ],
        )],
        then: &[
            "Tout se change aussi plus tard. Les prix et les délais qui ont servi restent, et de nouveaux commencent à une date.",
        ],
        troubles: &[
            "Une commune voisine se sert du même portail : partez de ses réglages, avec la page du fichier.",
            "Vous voulez vérifier sans rien changer : « Essayer » répond pour un enfant, une prestation et un jour.",
        ],
    },
    Help {
        address: "/mairie/reglages/commune",
        title: "Réglages : la commune",
        back: ("/mairie/reglages/commune", "Revenir à la commune"),
        purpose: "Cette page dit le nom de la commune, son logo, et à qui les familles s’adressent.",
        tasks: &[(
            "La régler",
            &[
                "Remplissez « Nom de la commune », « Service », « Téléphone » et « Adresse électronique ».",
                "Choisissez « Heure de la commune », et si les familles réservent une semaine ou un mois à la fois.",
                "Appuyez sur « Enregistrer ».",
            ],
        )],
        then: &["Les familles lisent ces mots en haut et en bas des pages, et dans les courriels."],
        troubles: &["Le logo est refusé : la page dit quels fichiers conviennent."],
    },
    Help {
        address: "/mairie/reglages/ecoles",
        title: "Réglages : écoles et classes",
        back: ("/mairie/reglages/ecoles", "Revenir aux écoles"),
        purpose: "Cette page garde les écoles, leurs jours de classe et leurs classes.",
        tasks: &[
            (
                "Ajouter une école",
                &[
                    "Appuyez sur « Ajouter une école ».",
                    "Indiquez « Nom de l’école » et « Jours de classe ».",
                    "Écrivez une ligne par classe, avec son niveau. « Ajouter une classe » donne une ligne de plus.",
                    "Appuyez sur « Enregistrer ».",
                ],
            ),
            ("Retirer une classe", &["Ouvrez l’école, cochez « Retirer cette classe », puis enregistrez."]),
        ],
        then: &["Les classes servent aux fiches des enfants, aux imports et aux listes de pointage."],
        troubles: &[
            "Une classe ne peut pas être retirée : des enfants y sont ou y ont été. Elle garde leur passé.",
        ],
    },
    Help {
        address: "/mairie/reglages/calendrier",
        title: "Réglages : calendrier",
        back: ("/mairie/reglages/calendrier", "Revenir au calendrier"),
        purpose: "Cette page dit les années scolaires, les vacances, les jours fériés et les jours où la mairie est fermée.",
        tasks: &[
            (
                "Remplir le calendrier",
                &[
                    "Choisissez votre zone : « Zone A », « Zone B » ou « Zone C ». Les dates du ministère se remplissent.",
                    "Vérifiez-les.",
                    "Appuyez sur « Enregistrer le calendrier ».",
                ],
            ),
            (
                "Dire quand la mairie est fermée",
                &[
                    "Sous « Mairie fermée », cochez les jours de la semaine.",
                    "Pour un jour seul : « Ajouter un jour ».",
                ],
            ),
        ],
        then: &[
            "Les jours de fermeture de la mairie ne ferment pas les services : ils comptent seulement dans les délais en jours ouvrés.",
        ],
        troubles: &[
            "Des réservations sont sur des jours qui ne seraient plus ouverts : pour les annuler et prévenir, passez d’abord par la page des fermetures.",
            "Une ligne est de trop : videz-la, puis enregistrez.",
        ],
    },
    Help {
        address: "/mairie/reglages/prestations",
        title: "Réglages : prestations",
        back: ("/mairie/reglages/prestations", "Revenir aux prestations"),
        purpose: "Cette page garde ce que les parents réservent : cantine, garderie, mercredis, dans l’ordre de leur grille.",
        tasks: &[
            (
                "Ajouter une prestation",
                &[
                    "Appuyez sur « Ajouter une prestation ».",
                    "Indiquez « Nom » et « Jours de la semaine ».",
                    "Sous « Pour qui », choisissez écoles, niveaux ou classes. Sans rien cocher : tous.",
                    "Au besoin, donnez un « Nombre de places ».",
                    "Appuyez sur « Enregistrer ».",
                ],
            ),
            ("Changer l’ordre", &["Appuyez sur « Monter » ou « Descendre »."]),
        ],
        then: &["Donnez-lui ensuite des « Délais » et un tarif : sans eux, rien ne peut être réservé."],
        troubles: &[
            "Elle ne peut pas être supprimée : elle a déjà servi. Donnez-lui plutôt un « Dernier jour (facultatif) ».",
            "Des réservations seraient en dehors : elles sont gardées. Enregistrez de nouveau pour confirmer.",
        ],
    },
    Help {
        address: "/mairie/reglages/delais",
        title: "Réglages : délais",
        back: ("/mairie/reglages/prestations", "Revenir aux prestations"),
        purpose: "Cette page dit, pour une prestation, jusqu’à quand les parents peuvent réserver et annuler, et s’ils peuvent encore réserver après.",
        tasks: &[
            (
                "Écrire une règle",
                &[
                    "Appuyez sur « Nouvelle règle ».",
                    "Indiquez « Pour les jours à partir du ».",
                    "Répondez à « Jusqu’à quand peut-on réserver » et « Jusqu’à quand peut-on annuler ».",
                    "Lisez « Ce que liront les parents » : c’est votre règle, jour par jour.",
                    "Appuyez sur « Enregistrer ».",
                ],
            ),
            (
                "Changer le délai d’un seul jour",
                &["Remplissez « Le jour concerné » et la limite, puis « Changer ce jour »."],
            ),
        ],
        then: &["La règle vaut à partir de sa date. Les jours d’avant gardent leurs délais."],
        troubles: &[
            "Une règle en vigueur ne se modifie pas : écrivez-en une nouvelle, à partir d’un jour à venir.",
            "Vous n’êtes pas sûr : « Essayer une réservation » répond sans rien réserver.",
        ],
    },
    Help {
        address: "/mairie/reglages/tarifs",
        title: "Réglages : tarifs",
        back: ("/mairie/reglages/tarifs", "Revenir aux tarifs"),
        purpose: "Cette page garde les prix. Un tarif a des prix à partir d’un jour ; une nouvelle délibération en commence d’autres, et les anciens restent.",
        tasks: &[
            (
                "Créer un tarif",
                &[
                    "Tapez son nom, puis « Ajouter le tarif ».",
                    "Appuyez sur « Indiquer les prix », et remplissez.",
                    "Lisez « En clair » : ce sont vos prix, en phrases.",
                    "Appuyez sur « Enregistrer les prix ».",
                    "Cochez les prestations de ce tarif, puis « Enregistrer les prestations ».",
                ],
            ),
            (
                "Changer les prix à la rentrée",
                &["Ouvrez le tarif.", "Appuyez sur « Nouvelle version à partir d’un jour »."],
            ),
        ],
        then: &[
            "Les jours d’avant gardent leur prix. Les parents lisent les nouveaux prix dans « Règles et tarifs ».",
        ],
        troubles: &[
            "Des prix ne se changent plus : ils sont en vigueur ou ont servi. Commencez une nouvelle version.",
            "Vous voulez vérifier : « Essayer ce tarif » calcule un prix pour un enfant.",
        ],
    },
    Help {
        address: "/mairie/reglages/absences",
        title: "Réglages : absences",
        back: ("/mairie/reglages/absences", "Revenir aux absences"),
        purpose: "Cette page dit ce qui est dû quand un enfant réservé ne vient pas : maladie, grève, sortie de classe, enseignant absent.",
        tasks: &[(
            "Décider d’une règle",
            &[
                "Appuyez sur « Nouvelle règle », ou « Décider » s’il n’y en a pas encore.",
                "Choisissez les prestations et la date.",
                "Sous « En cas de maladie », choisissez « Ce qui est dû ».",
                "Lisez « Ce que liront les parents », puis appuyez sur « Enregistrer ».",
            ],
        )],
        then: &["Les parents lisent la règle dans « Règles et tarifs ». Les factures la suivent."],
        troubles: &["Rien n’est décidé : le portail applique une règle prudente, que la page montre."],
    },
    Help {
        address: "/mairie/reglages/presences",
        title: "Réglages : délais des absences signalées",
        back: ("/mairie/reglages/presences", "Revenir à ces délais"),
        purpose: "Cette page dit jusqu’à quelle heure les parents signalent une absence du jour même, et combien de jours ils ont pour envoyer un certificat.",
        tasks: &[(
            "Les régler",
            &[
                "Indiquez « Heure limite pour le jour même ».",
                "Indiquez les jours pour le certificat, et combien de mois les fichiers sont gardés.",
                "Appuyez sur « Enregistrer ».",
            ],
        )],
        then: &[
            "Les familles lisent ces délais tout de suite. Un certificat trop ancien est effacé ; la date de sa réception reste.",
        ],
        troubles: &[
            "Un certificat arrive trop tard, ou sur papier : la mairie peut toujours le noter, à la page des absences.",
        ],
    },
    Help {
        address: "/mairie/reglages/regies",
        title: "Réglages : régies",
        back: ("/mairie/reglages/regies", "Revenir aux régies"),
        purpose: "Une régie émet les factures de certaines prestations et reçoit leurs paiements. La plupart des communes en ont une seule.",
        tasks: &[(
            "Régler une régie",
            &[
                "Appuyez sur « Ajouter une régie », ou sur son nom.",
                "Indiquez son nom, « Qui émet ses factures » et « Jours pour payer ».",
                "Cochez les « Prestations qu’elle facture ».",
                "Relisez « Comment payer », « Après la date limite » et « Contester » : c’est écrit sur les factures.",
                "Appuyez sur « Enregistrer ».",
            ],
        )],
        then: &["Les prochaines factures le disent. Celles qui sont émises ne changent pas."],
        troubles: &["Une prestation est refusée : une autre régie la facture déjà."],
    },
    Help {
        address: "/mairie/reglages/paiement",
        title: "Réglages : paiement en ligne",
        back: ("/mairie/reglages/paiement", "Revenir au paiement en ligne"),
        purpose: "Cette page règle le paiement par carte avec PayFiP. Il faut d’abord une convention avec les finances publiques.",
        tasks: &[(
            "Régler le contrat",
            &[
                "Tapez « Numéro client PayFiP » : il est sur la convention.",
                "Choisissez « Ce que valent les paiements ». Commencez par un essai.",
                "Appuyez sur « Vérifier auprès de PayFiP ».",
                "Si c’est bien votre commune, appuyez sur « Oui, enregistrer ce contrat ».",
                "Faites un essai : « Faire un paiement d’essai ».",
            ],
        )],
        then: &[
            "Quand les paiements sont réels, les parents voient le bouton de paiement à côté de leurs factures.",
        ],
        troubles: &[
            "PayFiP refuse : la page donne sa réponse et son code. Donnez-les à votre correspondant des finances publiques.",
            "Vous voulez arrêter : « Retirer le contrat ». Les paiements commencés vont jusqu’au bout.",
        ],
    },
    Help {
        address: "/mairie/reglages/mentions",
        title: "Réglages : mentions obligatoires",
        back: ("/mairie/reglages/mentions", "Revenir aux mentions"),
        purpose: "Cette page remplit ce que la loi demande de dire : qui publie et héberge le portail, les données personnelles, l’accessibilité.",
        tasks: &[(
            "Les remplir",
            &[
                "Remplissez « Mentions légales » et « Données personnelles ».",
                "Après un audit d’accessibilité, indiquez sa date et son résultat.",
                "Appuyez sur « Enregistrer ».",
                "Relisez les pages, par les liens du bas de l’écran.",
            ],
        )],
        then: &["Tout le monde lit ces pages, même sans se connecter."],
        troubles: &[
            "Vous n’avez pas d’audit : laissez vide. Le portail se dit alors non conforme, comme la loi le demande.",
        ],
    },
    Help {
        address: "/mairie/reglages/fichier",
        title: "Réglages en un fichier",
        back: ("/mairie/reglages/fichier", "Revenir au fichier"),
        purpose: "Cette page met tous les réglages dans un fichier texte, à garder ou à donner, et reprend celui d’une autre commune. Personne n’y est nommé.",
        tasks: &[
            ("Garder vos réglages", &["Appuyez sur « Télécharger les réglages »."]),
            (
                "Reprendre un fichier",
                &[
                    "Choisissez « Fichier de réglages ».",
                    "Appuyez sur « Voir ce qu’il change » : rien n’est encore changé.",
                    "Relisez, puis appuyez sur « Enregistrer ces réglages ». Ou « Ne rien changer ».",
                ],
            ),
        ],
        then: &[
            "Ce qui n’est pas dans le fichier reste. Les prix et les délais qui ont servi restent aussi.",
        ],
        troubles: &[
            "Le fichier est refusé : la page dit quelle ligne. Corrigez-la avec un éditeur de texte, puis renvoyez-le.",
        ],
    },
    Help {
        address: "/mairie/reglages/ouverture",
        title: "Réglages : ouverture",
        back: ("/mairie/reglages/ouverture", "Revenir à l’ouverture"),
        purpose: "Cette page ouvre le portail aux familles, ou le ferme.",
        tasks: &[
            (
                "Ouvrir",
                &[
                    "Lisez ce qui manque encore, et réglez-le.",
                    "Appuyez sur « Ouvrir le portail aux familles ».",
                ],
            ),
            ("Fermer", &["Appuyez sur « Fermer le portail aux familles »."]),
        ],
        then: &[
            "Ouvert : les parents choisissent un mot de passe et réservent. Fermé : ils ne peuvent plus entrer, rien n’est perdu, la mairie continue à travailler.",
        ],
        troubles: &["Le portail ne s’ouvre pas : il manque un réglage. La page le nomme, et y mène."],
    },
    Help {
        address: "/mairie/essai",
        title: "Essayer les réglages",
        back: ("/mairie/essai", "Revenir à l’essai"),
        purpose: "Cette page répond à une question : avec ces réglages, que se passe-t-il pour un enfant, une prestation et un jour ? Rien n’est réservé.",
        tasks: &[(
            "Poser la question",
            &[
                "Décrivez l’enfant, sous « L’enfant imaginé », ou cherchez un enfant de la commune.",
                "Choisissez « Prestation » et « Pour le ».",
                "Appuyez sur « Essayer ».",
            ],
        )],
        then: &[
            "La réponse dit si le jour est ouvert, jusqu’à quand il se réserve, ce qu’il coûte et pourquoi.",
        ],
        troubles: &[
            "La recherche d’un enfant n’est pas là : vos rôles n’ouvrent pas les dossiers. Décrivez un enfant imaginé.",
        ],
    },
];
