//! A document in a real browser: published by the town, opened by a parent.

use crate::{
    checks::faults,
    office::agent,
    screen::{Screen, Size},
    site::Site,
};

/// Chooses a file: of the repository, unless its path is whole.
pub fn choose(screen: &Screen, file: &str) {
    let file = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join(file);
    let field = screen
        .tell("Runtime.evaluate", serde_json::json!({ "expression": "document.getElementById('fichier')" }));
    let what = serde_json::json!({ "files": [file], "objectId": field["result"]["objectId"] });
    screen.tell("DOM.setFileInputFiles", what);
}

#[test]
fn a_document_is_published_and_opened_by_everybody() {
    for (size, script) in [(Size::Phone, true), (Size::Desk, true), (Size::Phone, false), (Size::Desk, false)]
    {
        let site = Site::weekly();
        let mut wrong = Vec::new();
        let mut check = |screen: &Screen, page: &str| {
            if script {
                wrong.extend(faults(screen).into_iter().map(|fault| format!("{page}: {fault}")));
                screen.network.forget();
            }
        };
        let odile = agent(&site, size, script, "odile.renaud@valpreau.example");
        odile.open("/mairie/documents");
        check(&odile, "no document");
        odile.press("Publier un document");
        check(&odile, "form");
        odile.write("titre", "Menus de décembre");
        odile.press_here("Publier");
        odile.sees("Choisissez d’abord un fichier.");
        check(&odile, "refused");
        choose(&odile, "assets/grille-telephone.png");
        odile.press_here("Publier");
        odile.sees("Le document est publié.");
        check(&odile, "documents");
        odile.press("Modifier");
        check(&odile, "a document");
        drop(odile);
        let lucie = Screen::signed_in(&site, size, script, "lucie.alain");
        lucie.open("/documents");
        lucie.sees("Menus de décembre (PNG, ");
        check(&lucie, "documents, the family");
        let to = lucie.read("document.querySelector('main a[target=_blank]').pathname");
        lucie.open(to.as_str().expect("an address"));
        lucie.wait(
            "the picture is shown",
            "document.images.length === 1 && document.images[0].naturalWidth > 0",
        );
        assert!(wrong.is_empty(), "{} faults:\n{}", wrong.len(), wrong.join("\n"));
    }
}
