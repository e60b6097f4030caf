//! The screens of the town hall's menu.

use super::Help;

pub const ALL: &[Help] = &[
    Help {
        address: "/mairie",
        title: "Accueil de la mairie",
        back: ("/mairie", "Revenir à l’accueil de la mairie"),
        purpose: "Cette page dit ce qui attend quelqu’un à la mairie, et mène aux pages que vos rôles ouvrent.",
        tasks: &[(
            "Voir ce qui attend",
            &[
                "Lisez « À voir » : demandes et messages des familles, paiements à vérifier, courriels qui ne sont pas partis.",
                "Appuyez sur le bouton de chaque ligne pour traiter ce qu’elle dit.",
                "Sous « Les pages », chaque lien dit à quoi sert la page.",
            ],
        )],
        then: &["Ce qui est traité disparaît de la liste."],
        troubles: &[
            "Une page manque au menu : vos rôles ne l’ouvrent pas. Lisez-les sous « Vos rôles », et demandez à l’administrateur.",
            "Vous êtes aussi parent : « Espace famille » mène à vos enfants.",
        ],
    },
    Help {
        address: "/mairie/familles",
        title: "Familles",
        back: ("/mairie/familles", "Revenir aux familles"),
        purpose: "Cette page sert à trouver le dossier d’une famille, ou à en créer un.",
        tasks: &[
            (
                "Trouver une famille",
                &[
                    "Tapez un nom, un prénom, une classe, une adresse, un courriel, un téléphone ou un numéro.",
                    "Au besoin, ouvrez « Filtrer » : école, classe, dossiers archivés, quotient inconnu.",
                    "Appuyez sur « Chercher », puis sur le nom de la famille.",
                ],
            ),
            (
                "Créer une famille",
                &[
                    "Appuyez sur « Créer une famille ».",
                    "Remplissez la fiche, puis appuyez sur « Créer la famille ».",
                ],
            ),
            (
                "Créer toutes les familles d’un coup",
                &["Appuyez sur « Importer des familles depuis un fichier »."],
            ),
        ],
        then: &["Une famille créée n’a encore ni enfant ni accès au portail : ajoutez-les dans son dossier."],
        troubles: &[
            "Aucune famille trouvée : tapez moins de lettres, ou regardez parmi les dossiers archivés avec « Filtrer ».",
            "La page dit que la personne est peut-être déjà là : ouvrez le dossier proposé avant de créer.",
        ],
    },
    Help {
        address: "/mairie/demandes",
        title: "Demandes",
        back: ("/mairie/demandes", "Revenir aux demandes"),
        purpose: "Cette page réunit ce que les familles demandent de changer dans leur dossier. Rien ne change avant votre réponse.",
        tasks: &[
            (
                "Répondre à une demande",
                &[
                    "Comparez « Avant » et « Demandé ».",
                    "Pour un quotient, vérifiez la « Date d’effet du quotient ».",
                    "Appuyez sur « Accepter ».",
                    "Ou ouvrez « Refuser… », écrivez le motif et appuyez sur « Refuser la demande ».",
                ],
            ),
            (
                "Répondre à plusieurs",
                &[
                    "Cochez « Répondre avec d’autres » sur chacune.",
                    "Appuyez sur « Accepter les demandes cochées » ou « Refuser les demandes cochées ».",
                ],
            ),
        ],
        then: &[
            "La fiche change, si c’est accepté. La famille reçoit la réponse par courriel, avec le motif d’un refus.",
        ],
        troubles: &[
            "Des valeurs sont masquées : c’est de la santé ou du régime. Ouvrez la demande, puis « Afficher les valeurs ». Votre lecture est notée.",
            "La demande ne peut pas être acceptée : la page dit pourquoi. Refusez-la avec ce motif, ou corrigez d’abord le dossier.",
        ],
    },
    Help {
        address: "/mairie/messages",
        title: "Messages",
        back: ("/mairie/messages", "Revenir aux messages"),
        purpose: "Cette page réunit ce que les familles écrivent à la mairie, et sert à leur répondre.",
        tasks: &[
            (
                "Répondre à une famille",
                &[
                    "Dans « Messages à traiter », appuyez sur l’objet. Le plus ancien vient d’abord.",
                    "Lisez le message, et son fichier s’il y en a un.",
                    "Écrivez votre « Réponse », puis appuyez sur « Envoyer la réponse ».",
                ],
            ),
            (
                "Ranger un message qui ne demande rien",
                &["Ouvrez-le, puis appuyez sur « Classer sans répondre »."],
            ),
            ("Retrouver un ancien message", &["Appuyez sur « Tous les messages »."]),
        ],
        then: &[
            "La famille lit la réponse sur le portail, et dans le courriel qui la prévient. Elle y lit votre nom.",
        ],
        troubles: &[
            "Un autre message est arrivé pendant que vous écriviez : lisez-le, puis envoyez votre réponse.",
            "Personne ne sera prévenu par courriel : qui avait écrit n’a plus accès au portail. Appelez la famille.",
            "Vous ne pouvez que lire : pour répondre, il faut le rôle Familles ou Facturation.",
        ],
    },
    Help {
        address: "/mairie/fermetures",
        title: "Fermetures",
        back: ("/mairie/fermetures", "Revenir aux fermetures"),
        purpose: "Cette page sert à fermer des jours, par exemple pour une grève, et à prévenir les familles qui avaient réservé.",
        tasks: &[
            (
                "Fermer des jours",
                &[
                    "Appuyez sur « Fermer des jours ».",
                    "Indiquez les jours et le motif. Au besoin, cochez des prestations, des écoles, des classes. Sans rien cocher : toutes.",
                    "Appuyez sur « Voir qui a réservé » : la liste s’affiche, rien n’est encore changé.",
                    "Appuyez sur « Fermer et prévenir », ou « Corriger ».",
                ],
            ),
            ("Revenir en arrière", &["Ouvrez la fermeture, puis appuyez sur « Annuler cette fermeture »."]),
        ],
        then: &[
            "Les réservations de ces jours sont annulées et les familles reçoivent un courriel. Si vous annulez la fermeture, elles reviennent.",
        ],
        troubles: &[
            "Quelques réservations ne reviendraient pas : la page les montre et dit pourquoi.",
            "Une fermeture vient des réglages et des réservations restent : appuyez sur « Voir qui a réservé ».",
        ],
    },
    Help {
        address: "/mairie/pointage",
        title: "Pointage",
        back: ("/mairie/pointage", "Revenir au pointage"),
        purpose: "Cette page sert à faire l’appel, sur un téléphone ou un ordinateur.",
        tasks: &[
            (
                "Faire l’appel",
                &[
                    "Choisissez la liste : la prestation et l’école.",
                    "Pour chaque enfant, appuyez sur « Présent » ou « Absent ».",
                    "Pour dire pourquoi il est absent, ouvrez « Motif ».",
                    "À la fin, « Tous présents » note présents ceux qui restent, sauf ceux dont l’absence est signalée.",
                ],
            ),
            (
                "Un enfant est venu sans réservation",
                &[
                    "Sous « Un enfant est venu sans réservation », tapez son nom, puis « Chercher ».",
                    "Appuyez sur « Ajouter, présent ».",
                ],
            ),
            (
                "Savoir qui vient chercher un enfant",
                &["Ouvrez « Qui vient le chercher », à côté de son nom."],
            ),
        ],
        then: &["Chaque appui est enregistré. Ce qui est pointé sert à la facture."],
        troubles: &[
            "Vous vous êtes trompé : appuyez de nouveau sur le même bouton, la réponse s’efface.",
            "Le téléphone n’a plus de réseau : continuez. Vos réponses partent quand il revient. Gardez la page ouverte.",
            "Les boutons manquent : le jour n’est pas encore arrivé.",
            "Une liste manque : elle n’est pas dans vos rôles. Demandez à l’administrateur.",
        ],
    },
    Help {
        address: "/mairie/absences",
        title: "Absences signalées",
        back: ("/mairie/absences", "Revenir aux absences"),
        purpose: "Cette page montre les absences que les familles ont signalées, et les certificats arrivés.",
        tasks: &[
            (
                "Noter un certificat remis sur papier",
                &[
                    "Ouvrez l’absence.",
                    "Sous « Certificat reçu à la mairie le », indiquez le jour.",
                    "Appuyez sur « Noter cette date ».",
                ],
            ),
            (
                "Signaler pour une famille qui téléphone",
                &[
                    "Appuyez sur « Chercher la famille », et ouvrez son dossier.",
                    "Appuyez sur « Signaler une absence ».",
                    "Remplissez, puis appuyez sur « Signaler l’absence ».",
                ],
            ),
            ("Changer de jours", &["Choisissez « Du » et « Au », puis « Voir ces jours »."]),
        ],
        then: &["La page de l’absence dit ce qu’elle change sur la facture. Qui fait l’appel la voit."],
        troubles: &[
            "Vous ne pouvez que lire : il faut le rôle Familles pour changer.",
            "Une absence a été signalée par erreur : ouvrez-la, puis « Retirer cette absence ».",
        ],
    },
    Help {
        address: "/mairie/effectifs",
        title: "Effectifs",
        back: ("/mairie/effectifs", "Revenir aux effectifs"),
        purpose: "Cette page compte, jour par jour, combien d’enfants ont réservé, combien sont attendus et combien sont venus. Elle sert à la cuisine.",
        tasks: &[(
            "Donner les nombres à la cuisine",
            &[
                "Choisissez la semaine : « Semaine précédente » ou « Semaine suivante ».",
                "Lisez « Attendus » : ceux qui ont réservé, moins les absences signalées. « Régimes des attendus » est à côté.",
                "Imprimez la page, ou appuyez sur « Télécharger (CSV) » pour un tableur.",
            ],
        )],
        then: &["« Venus » se remplit quand l’appel est fait."],
        troubles: &[
            "Le nombre a changé depuis hier : des familles ont réservé, annulé, ou signalé une absence.",
        ],
    },
    Help {
        address: "/mairie/factures",
        title: "Factures, côté mairie",
        back: ("/mairie/factures", "Revenir aux factures"),
        purpose: "Cette page sert à émettre les factures d’un mois, et à voir ce que doivent les familles.",
        tasks: &[
            (
                "Émettre les factures d’un mois",
                &[
                    "Sous « Préparer les factures », choisissez « Mois » et les « Prestations ».",
                    "Appuyez sur « Voir ce qui serait facturé ».",
                    "Lisez d’abord « À vérifier avant d’émettre ».",
                    "Appuyez sur « Émettre » : le bouton dit combien de documents.",
                ],
            ),
            (
                "Enregistrer un paiement",
                &["Sous « Ce que doivent les familles », appuyez sur la famille. Son compte s’ouvre."],
            ),
        ],
        then: &[
            "Les factures sont faites une à une, même si vous quittez la page. Les familles reçoivent un courriel.",
        ],
        troubles: &[
            "Une facture émise est fausse : elle ne change plus. Corrigez le pointage ou la réservation, puis recalculez le mois sur le compte de la famille.",
            "Une facture entière est de trop : ouvrez-la, puis « Annuler cette facture ». Un avoir la reprend.",
            "Aucune régie n’est réglée : un administrateur la règle dans les réglages.",
        ],
    },
    Help {
        address: "/mairie/paiements",
        title: "Paiements en ligne",
        back: ("/mairie/paiements", "Revenir aux paiements"),
        purpose: "Cette page montre les paiements que les familles font en ligne, sur PayFiP : ceux qui sont en cours, à vérifier ou terminés.",
        tasks: &[(
            "Vérifier un paiement",
            &[
                "Regardez « En cours, ou à vérifier ».",
                "Appuyez sur « Redemander » : le portail interroge PayFiP.",
                "Si le doute reste, comparez avec votre espace PayFiP ou avec le comptable.",
                "Si « Classer » est proposé, appuyez dessus une fois que c’est vu.",
            ],
        )],
        then: &["Un paiement accepté règle la facture tout seul. Un paiement classé n’en règle aucune."],
        troubles: &[
            "Rien à faire pour un paiement en cours : le portail demande lui-même le résultat, jusqu’à le connaître.",
        ],
    },
    Help {
        address: "/mairie/documents",
        title: "Documents, côté mairie",
        back: ("/mairie/documents", "Revenir aux documents"),
        purpose: "Cette page sert à publier des papiers pour les familles : menus, règlements, informations, formulaires.",
        tasks: &[
            (
                "Publier",
                &[
                    "Appuyez sur « Publier un document ».",
                    "Indiquez « Titre », « Genre », « Pour qui » et les jours où il est visible.",
                    "Choisissez le fichier : PDF, JPEG ou PNG, 10 Mo au plus.",
                    "Appuyez sur « Publier ».",
                ],
            ),
            (
                "Changer ou retirer",
                &["Appuyez sur « Modifier ».", "Changez, puis « Enregistrer ». Ou appuyez sur « Retirer »."],
            ),
        ],
        then: &["Les familles concernées le voient dès son premier jour."],
        troubles: &[
            "Le fichier n’est pas le bon : retirez le document et publiez-en un autre.",
            "Le fichier est trop lourd : réduisez-le, ou partagez-le en plusieurs.",
        ],
    },
    Help {
        address: "/mairie/fiches",
        title: "Fiches des familles",
        back: ("/mairie/fiches", "Revenir aux fiches"),
        purpose: "Cette page dit, partie par partie, ce que les parents peuvent faire de leur dossier : lire, demander un changement, ou changer tout de suite.",
        tasks: &[(
            "Décider",
            &[
                "Choisissez une réponse pour chaque partie.",
                "Sous « Certification », indiquez tous les combien de mois les parents relisent leurs fiches.",
                "Sous « Régimes alimentaires », écrivez les régimes proposés, un par ligne.",
                "Appuyez sur « Enregistrer ».",
            ],
        )],
        then: &["Le choix vaut tout de suite. Ce que les parents demandent arrive à la page des demandes."],
        troubles: &["Un régime est refusé : nommez les aliments, jamais une religion."],
    },
    Help {
        address: "/mairie/agents",
        title: "Agents",
        back: ("/mairie/agents", "Revenir aux agents"),
        purpose: "Cette page sert à donner accès au portail aux personnes de la mairie, et à dire ce que chacune peut faire.",
        tasks: &[
            (
                "Inviter quelqu’un",
                &[
                    "Appuyez sur « Inviter un agent ».",
                    "Indiquez son nom, son adresse et ses « Rôles ».",
                    "Appuyez sur « Envoyer l’invitation ».",
                ],
            ),
            ("Changer ses rôles", &["Ouvrez sa fiche, cochez, puis appuyez sur « Enregistrer »."]),
            ("Son mot de passe est perdu", &["Ouvrez sa fiche : « Envoyer un lien pour le mot de passe »."]),
            ("Elle s’en va", &["Ouvrez sa fiche : « Terminer l’accès »."]),
        ],
        then: &["Le lien de l’invitation vaut 24 heures. Chacun choisit lui-même son mot de passe."],
        troubles: &[
            "Son téléphone est perdu : « Envoyer un lien qui retire la double vérification ».",
            "Un accès ne peut pas finir : il faut qu’une autre personne ait le rôle Administration.",
        ],
    },
    Help {
        address: "/mairie/courriels",
        title: "Courriels",
        back: ("/mairie/courriels", "Revenir aux courriels"),
        purpose: "Cette page dit quels courriels du portail sont partis, lesquels attendent, et pourquoi. Elle ne montre pas ce qui est écrit.",
        tasks: &[
            (
                "Vérifier que les courriels partent",
                &["Appuyez sur « M’envoyer un courriel d’essai ».", "Regardez s’il arrive."],
            ),
            (
                "Renvoyer ce qui n’est pas parti",
                &[
                    "Lisez « Pourquoi », et corrigez si vous le pouvez.",
                    "Appuyez sur « Réessayer », ou « Réessayer tous les courriels maintenant ».",
                ],
            ),
        ],
        then: &["Le portail réessaie aussi de lui-même pendant quelque temps."],
        troubles: &[
            "L’adresse est refusée : corrigez-la dans le dossier de la famille.",
            "Le courriel contenait un lien, qui n’est plus gardé : envoyez une nouvelle invitation.",
            "Le serveur de courrier refuse tout : prévenez qui tient le portail.",
        ],
    },
    Help {
        address: "/mairie/journal",
        title: "Journal",
        back: ("/mairie/journal", "Revenir au journal"),
        purpose: "Cette page dit qui s’est connecté, et qui a donné ou retiré un droit, du plus récent au plus ancien.",
        tasks: &[(
            "Chercher ce qui concerne une personne",
            &["Choisissez-la sous « Personne ».", "Appuyez sur « Afficher »."],
        )],
        then: &["Le journal se lit seulement : rien ne s’y efface à la main."],
        troubles: &[
            "Vous cherchez ce qui est arrivé à un dossier : ouvrez la famille, et lisez son historique.",
            "Une connexion vous inquiète : ouvrez la fiche de l’agent dans « Agents », et terminez son accès.",
        ],
    },
];
