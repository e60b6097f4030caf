//! A mail's words, written once: as plain text and as a page.

use maud::{Markup, html};

/// A paragraph of a letter.
pub enum Part {
    /// Words.
    Words(String),
    /// What somebody wrote, line by line: set apart, so that nobody takes it for ours.
    Quote(String),
    /// A title and a list.
    List(String, Vec<String>),
    /// A link that is the reason of the letter: its words and its address, shown whole in the text.
    Button(String, String),
}

/// The plain text.
pub fn text(parts: &[Part]) -> String {
    let words = parts.iter().map(|part| match part {
        Part::Words(words) => format!("{words}\n"),
        Part::Quote(words) => {
            words.lines().map(|line| format!("{}\n", format!("> {line}").trim_end())).collect()
        }
        Part::List(title, lines) => {
            format!("{title}\n{}", lines.iter().map(|line| format!("- {line}\n")).collect::<String>())
        }
        Part::Button(words, link) => format!("{words}\u{a0}: {link}\n"),
    });
    words.collect::<Vec<_>>().join("\n")
}

/// The page. Styles stand in it: a mail has no stylesheet.
pub fn page(parts: &[Part]) -> Markup {
    html! {
        @for part in parts {
            @match part {
                Part::Words(words) => p { (words) },
                Part::Quote(words) => blockquote style="margin:16px 0;padding:4px 16px;border-left:4px solid #d9dee8;white-space:pre-line" { (words) },
                Part::List(title, lines) => {
                    p { strong { (title) } }
                    ul { @for line in lines { li { (line) } } }
                }
                Part::Button(words, link) => {
                    p {
                        a href=(link) style="display:inline-block;padding:12px 20px;background:#0e6b49;color:#fff;border-radius:8px;font-weight:bold;text-decoration:none" { (words) }
                    }
                    p style="font-size:13px;color:#4c5870" { "Si le bouton ne s’ouvre pas, copiez cette adresse\u{a0}: " (link) }
                }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn both_forms_say_the_same() {
        let parts = [
            Part::Words("Bonjour <Lucie>,".into()),
            Part::Quote("Merci\n\n<b>beaucoup</b>".into()),
            Part::List("Réservé\u{a0}:".into(), vec!["Anna".into(), "Théo".into()]),
            Part::Button("Créer le mot de passe".into(), "https://x.example/a".into()),
        ];
        assert_eq!(
            text(&parts),
            "Bonjour <Lucie>,\n\n> Merci\n>\n> <b>beaucoup</b>\n\nRéservé\u{a0}:\n- Anna\n- Théo\n\nCréer le mot de passe\u{a0}: https://x.example/a\n"
        );
        let page = page(&parts).into_string();
        assert!(
            page.contains("&lt;Lucie&gt;")
                && page.contains("&lt;b&gt;beaucoup")
                && page.contains("href=\"https://x.example/a\""),
            "{page}"
        );
    }
}
