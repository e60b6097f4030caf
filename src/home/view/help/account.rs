//! The screens by which one comes in.

use super::Help;

pub const ALL: &[Help] = &[
    Help {
        address: "/connexion",
        title: "Se connecter",
        back: ("/connexion", "Revenir à la connexion"),
        purpose: "Cette page vous fait entrer dans le portail, avec votre adresse électronique et votre mot de passe.",
        tasks: &[
            (
                "Se connecter",
                &[
                    "Tapez l’adresse que vous avez donnée à la mairie.",
                    "Tapez votre mot de passe.",
                    "Sur votre propre appareil, vous pouvez cocher « Rester connecté 30 jours sur cet appareil ».",
                    "Appuyez sur « Se connecter ».",
                ],
            ),
            (
                "La première fois, ou sans mot de passe",
                &["Appuyez sur « Première connexion ou mot de passe oublié »."],
            ),
        ],
        then: &["Vous arrivez à l’accueil, ou à la page que vous aviez demandée."],
        troubles: &[
            "L’adresse ou le mot de passe ne sont pas les bons : vérifiez les majuscules, ou demandez un nouveau mot de passe.",
            "Le portail demande d’attendre : il y a eu trop d’essais. Avec un nouveau mot de passe, vous n’attendez pas.",
            "Le portail n’est pas encore ouvert aux familles : la mairie vous préviendra.",
        ],
    },
    Help {
        address: "/connexion/code",
        title: "Double vérification",
        back: ("/connexion", "Revenir à la connexion"),
        purpose: "Après le mot de passe, un code donné par votre téléphone est demandé. Ainsi, qui trouverait votre mot de passe ne pourrait pas entrer.",
        tasks: &[
            (
                "L’activer",
                &[
                    "Installez sur votre téléphone une application d’authentification.",
                    "Faites-lui lire le dessin de la page, ou recopiez la clé.",
                    "Recopiez le code de l’application, puis appuyez sur « Activer ».",
                    "Imprimez ou notez vos codes de secours.",
                ],
            ),
            ("Entrer", &["Ouvrez l’application, recopiez le code, puis appuyez sur « Continuer »."]),
        ],
        then: &["Le code change sans cesse : l’application en donne un nouveau à chaque connexion."],
        troubles: &[
            "Vous n’avez pas votre téléphone : appuyez sur « Utiliser un code de secours ».",
            "Vous n’avez plus ni téléphone ni codes : adressez-vous à la mairie.",
        ],
    },
    Help {
        address: "/mot-de-passe",
        title: "Première connexion, mot de passe oublié",
        back: ("/mot-de-passe", "Revenir au mot de passe"),
        purpose: "Cette page vous envoie un lien pour choisir votre mot de passe : la première fois, après un oubli, ou pour en changer.",
        tasks: &[(
            "Recevoir le lien",
            &[
                "Tapez l’adresse électronique que vous avez donnée à la mairie.",
                "Appuyez sur « Recevoir le lien ».",
                "Ouvrez le message reçu, puis son lien.",
            ],
        )],
        then: &[
            "Le lien vaut 24 heures et ne sert qu’une fois. Si vous en demandez plusieurs, seul le dernier fonctionne.",
        ],
        troubles: &[
            "Rien n’arrive : attendez une minute ou deux, puis regardez dans les indésirables.",
            "Toujours rien : la mairie a peut-être une autre adresse pour vous. Demandez-lui.",
        ],
    },
    Help {
        address: "/mot-de-passe/choix",
        title: "Choisir votre mot de passe",
        back: ("/mot-de-passe", "Demander un lien"),
        purpose: "Cette page, ouverte par le lien que vous avez reçu, sert à choisir votre mot de passe. Prenez la façon qui vous convient.",
        tasks: &[
            (
                "Inventer le vôtre",
                &[
                    "Tapez-le deux fois : « Nouveau mot de passe », puis « Confirmer le mot de passe ».",
                    "Appuyez sur « Enregistrer ce mot de passe ».",
                ],
            ),
            (
                "En prendre un tout fait",
                &[
                    "Ouvrez « Prendre un mot de passe proposé » et notez-le.",
                    "Appuyez sur « Prendre ce mot de passe ».",
                ],
            ),
            (
                "Partir d’une phrase",
                &[
                    "Ouvrez « Partir d’une phrase » et suivez la méthode.",
                    "Appuyez sur « Enregistrer le mot de passe obtenu ».",
                ],
            ),
        ],
        then: &["Connectez-vous avec votre nouveau mot de passe."],
        troubles: &[
            "Il est refusé : la page dit ce qui manque. Il faut 8 caractères au moins, une minuscule, une majuscule, un chiffre et un caractère spécial.",
            "Le lien ne fonctionne plus : demandez-en un autre.",
        ],
    },
    Help {
        address: "/compte",
        title: "Compte",
        back: ("/compte", "Revenir à mon compte"),
        purpose: "Cette page montre comment vous vous connectez : votre adresse, votre mot de passe, vos appareils, la double vérification.",
        tasks: &[
            (
                "Changer d’adresse électronique",
                &[
                    "Appuyez sur « Changer mon adresse électronique ».",
                    "Tapez la nouvelle adresse et votre mot de passe, puis appuyez sur « Envoyer le message ».",
                    "Ouvrez le message reçu à la nouvelle adresse et confirmez.",
                ],
            ),
            (
                "Changer de mot de passe",
                &["Appuyez sur « Changer mon mot de passe » : un lien vous est envoyé."],
            ),
            (
                "Fermer un appareil oublié",
                &["Appuyez sur « Voir mes connexions », puis « Fermer cette connexion »."],
            ),
        ],
        then: &["Quand l’adresse change, vos autres appareils sont déconnectés."],
        troubles: &[
            "Vous ne reconnaissez pas une connexion : fermez-la, puis changez votre mot de passe.",
            "Le message n’arrive pas à la nouvelle adresse : rien n’a changé, l’ancienne sert toujours.",
        ],
    },
];
