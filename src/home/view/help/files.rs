//! What the town hall does for one family.

use super::Help;

/// Where one family is chosen.
const BACK: (&str, &str) = ("/mairie/familles", "Revenir aux familles");

pub const ALL: &[Help] = &[
    Help {
        address: "/mairie/familles/dossier",
        title: "Le dossier d’une famille",
        back: BACK,
        purpose: "Cette page réunit tout ce que la mairie sait d’une famille, et mène à ce qu’on peut faire pour elle.",
        tasks: &[
            (
                "Lire ou corriger une fiche",
                &[
                    "Appuyez sur le nom de la personne, ou sur « Modifier le foyer ».",
                    "Changez ce qu’il faut, puis appuyez sur « Enregistrer ».",
                ],
            ),
            (
                "Ajouter quelqu’un",
                &[
                    "Appuyez sur « Ajouter un responsable », « Ajouter une autre personne » ou « Ajouter un enfant ».",
                ],
            ),
            (
                "Agir pour la famille",
                &[
                    "Pour réserver : « Réserver ou annuler pour la famille » ou « Réserver les jours habituels ».",
                    "Pour une absence : « Signaler une absence ».",
                    "Pour payer : « Factures et paiements de la famille ».",
                ],
            ),
        ],
        then: &["Chaque changement est noté sous « Historique », avec le nom de qui l’a fait."],
        troubles: &[
            "La famille est partie : « Archiver ce dossier ». Rien n’est effacé, le dossier peut être repris.",
            "Santé et régime sont cachés : ouvrez la fiche de l’enfant, puis « Afficher la santé et le régime ». Votre lecture est notée.",
        ],
    },
    Help {
        address: "/mairie/familles/acces",
        title: "Accès au portail d’une famille",
        back: BACK,
        purpose: "Cette page dit qui peut se connecter pour une famille, et sert à inviter les parents.",
        tasks: &[
            ("Inviter un parent", &["Vérifiez son adresse électronique.", "Appuyez sur « Inviter »."]),
            ("Arrêter un accès", &["Appuyez sur « Terminer l’accès ». Vous pourrez le rendre."]),
            (
                "Donner à un parent une deuxième famille",
                &[
                    "Sous « Rattacher un responsable d’un autre dossier », cherchez la personne.",
                    "Appuyez sur « Rattacher », à côté de son nom.",
                ],
            ),
        ],
        then: &["Un courriel part, avec un lien pour choisir le mot de passe."],
        troubles: &[
            "L’adresse est celle d’un autre compte : deux personnes ne partagent pas un compte. Demandez-leur une autre adresse.",
            "L’invitation a trop attendu : « Inviter de nouveau ».",
        ],
    },
    Help {
        address: "/mairie/familles/quotient",
        title: "Quotient et résidence d’une famille",
        back: BACK,
        purpose: "Cette page garde les quotients d’une famille, chacun avec sa date d’effet, et dit si elle compte parmi les habitants de la commune. Les prix en dépendent.",
        tasks: &[
            (
                "Ajouter un quotient",
                &[
                    "Tapez « Quotient familial », ou cochez « Quotient inconnu ».",
                    "Indiquez « Date d’effet » et « Source ».",
                    "Appuyez sur « Enregistrer le quotient ».",
                ],
            ),
            ("Corriger une ligne", &["Appuyez sur « Corriger », à côté de la ligne."]),
            (
                "Changer la résidence",
                &["Cochez ou décochez la case, choisissez le jour, puis « Enregistrer la résidence »."],
            ),
        ],
        then: &[
            "Les jours qui ne sont pas encore facturés prennent le nouveau prix, à partir de la date d’effet.",
        ],
        troubles: &[
            "Le mois est déjà facturé : après la correction, recalculez-le sur le compte de la famille.",
            "La date est refusée : deux ans en arrière ou un an en avant, au plus.",
        ],
    },
    Help {
        address: "/mairie/familles/garde",
        title: "Garde d’un enfant",
        back: BACK,
        purpose: "Cette page dit, jour par jour, dans quelle famille est un enfant de parents séparés. C’est cette famille qui réserve et qui paie ce jour-là.",
        tasks: &[
            (
                "Rattacher l’enfant à une deuxième famille",
                &[
                    "Cherchez l’autre famille, en bas de la page, et choisissez-la.",
                    "Indiquez « À partir du » et « Règle ».",
                    "Appuyez sur « Enregistrer la garde ».",
                ],
            ),
            (
                "Noter un jour qui ne suit pas la règle",
                &["Remplissez une ligne sous « Exceptions », puis « Enregistrer la garde »."],
            ),
        ],
        then: &["Vérifiez le tableau des quatre semaines qui viennent."],
        troubles: &[
            "Des jours sont réservés et changeraient de famille : annulez-les d’abord, ou choisissez une autre date.",
            "Chaque famille ne voit que ses jours. Elle ne voit rien de l’autre.",
        ],
    },
    Help {
        address: "/mairie/familles/reservations",
        title: "Réserver pour une famille",
        back: BACK,
        purpose: "Cette page est la grille de la famille, avec plus de droits : vous réservez et annulez à tout moment, jours passés compris.",
        tasks: &[(
            "Réserver ou annuler",
            &[
                "Choisissez la semaine, ou le mois, avec les deux boutons du haut.",
                "Cochez ou décochez.",
                "Écrivez le « Motif » : il est obligatoire pour ce que la famille ne pourrait pas faire elle-même.",
                "Appuyez sur « Valider ».",
            ],
        )],
        then: &[
            "La famille est prévenue par courriel, si quelqu’un y a un accès. Elle lit votre motif : n’écrivez rien sur la santé.",
        ],
        troubles: &[
            "Le délai est passé et vous ne voulez pas le prix hors délai : cochez « Au tarif normal, même après le délai ».",
            "C’est complet : cochez « Dépasser le nombre de places ».",
            "Le mois est déjà facturé : recalculez-le ensuite sur le compte de la famille.",
        ],
    },
    Help {
        address: "/mairie/familles/compte",
        title: "Compte d’une famille",
        back: BACK,
        purpose: "Cette page montre les factures, les avoirs et les paiements d’une famille, et ce qu’elle doit.",
        tasks: &[
            (
                "Enregistrer un paiement",
                &[
                    "Tapez « Montant, en euros », puis choisissez « Moyen de paiement ».",
                    "Au besoin, cochez les factures payées. Sans choix, les plus anciennes sont payées d’abord.",
                    "Appuyez sur « Enregistrer le paiement ».",
                ],
            ),
            (
                "Corriger un mois déjà facturé",
                &[
                    "Corrigez d’abord le pointage, la réservation, le quotient ou la garde.",
                    "Sous « Recalculer un mois », choisissez le mois.",
                    "Appuyez sur « Recalculer ce mois ». La page montre ce qui change : une facture ou un avoir. Rien n’est émis avant votre accord.",
                ],
            ),
        ],
        then: &["Un paiement donne un reçu, que la famille trouve aussi dans ses factures."],
        troubles: &[
            "Un chèque est revenu : ouvrez « Un paiement a été rejeté », et enregistrez le rejet.",
            "La famille a trop payé : la somme est déduite de ses prochaines factures.",
        ],
    },
    Help {
        address: "/mairie/import",
        title: "Importer des familles",
        back: ("/mairie/import", "Revenir aux imports"),
        purpose: "Cette page crée les familles d’un coup, à partir d’un fichier d’ONDE ou du modèle du portail. Personne n’est jamais supprimé.",
        tasks: &[(
            "Importer",
            &[
                "Choisissez le fichier : d’abord celui des élèves, ensuite celui des responsables. Ou remplissez le modèle : « Télécharger le modèle (CSV) ».",
                "Appuyez sur « Envoyer le fichier ».",
                "Lisez ce que fait chaque ligne. Commencez par « Lignes douteuses ».",
                "Sous « Classes à reconnaître », dites quelle classe est laquelle, puis « Garder ces choix ».",
                "Appuyez sur « Importer ».",
            ],
        )],
        then: &[
            "Rien n’est enregistré avant « Importer ». Ensuite, une page donne le bilan. Les parents n’ont pas encore d’accès : invitez-les depuis leur dossier.",
        ],
        troubles: &[
            "Une ligne est douteuse : elle n’est importée que si vous la cochez.",
            "Ce n’est pas le bon fichier : « Abandonner ».",
            "Vous envoyez deux fois le même fichier : la seconde fois ne change rien.",
        ],
    },
];
