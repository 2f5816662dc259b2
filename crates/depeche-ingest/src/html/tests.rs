use super::*;
use expect_test::{Expect, expect};

const PARAGRAPHS: &str = "<p>Le ministre des Affaires étrangères a déclaré lundi que les négociations engagées depuis l'automne, à la demande des deux capitales, étaient suspendues jusqu'à nouvel ordre.</p>\
<p>« Nous reprendrons quand les conditions seront réunies », a-t-il ajouté devant la presse, sans préciser lesquelles, ni à quelle date une nouvelle rencontre pourrait être envisagée.</p>\
<p>L'opposition, pour sa part, dénonce une décision brutale, prise sans consultation du Parlement, et demande que le gouvernement vienne s'expliquer devant les députés dès cette semaine.</p>";

/// Everything that a page gives.
#[expect(clippy::needless_pass_by_value, reason = "the shape of every check")]
fn check(html: &str, expected: Expect) {
    let text = read(html);
    let mut shown = String::new();
    for (name, value) in [
        ("title", text.title),
        ("url", text.url),
        ("publisher", text.publisher),
        ("published", text.published),
        ("lang", text.lang),
    ] {
        if let Some(value) = value {
            shown.push_str(&format!("{name}: {value}\n"));
        }
    }
    for notice in text.notices {
        shown.push_str(&format!("! {}\n", notice.code.name()));
    }
    expected.assert_eq(&format!("{shown}---\n{}", text.text));
}

#[test]
fn an_article_with_all_its_papers() {
    check(
        &format!(
            "<!DOCTYPE html><html lang=fr-FR><head><title>Pourparlers suspendus avec le voisin du nord - Le Quotidien</title>\
             <link rel=canonical href='https://quotidien.example/monde/1'><meta property=og:site_name content='Le Quotidien'>\
             <meta property=article:published_time content='2023-08-31T08:15:00+0200'></head><body><nav><a href=/>Accueil</a></nav>\
             <article><h1>Pourparlers suspendus avec le voisin du nord</h1>{PARAGRAPHS}</article><footer>Mentions légales</footer></body></html>"
        ),
        expect![[r#"
            title: Pourparlers suspendus avec le voisin du nord
            url: https://quotidien.example/monde/1
            publisher: Le Quotidien
            published: 2023-08-31T08:15:00+02:00
            lang: fr-FR
            ---
            Pourparlers suspendus avec le voisin du nord
            Le ministre des Affaires étrangères a déclaré lundi que les négociations engagées depuis l'automne, à la demande des deux capitales, étaient suspendues jusqu'à nouvel ordre.

            « Nous reprendrons quand les conditions seront réunies », a-t-il ajouté devant la presse, sans préciser lesquelles, ni à quelle date une nouvelle rencontre pourrait être envisagée.

            L'opposition, pour sa part, dénonce une décision brutale, prise sans consultation du Parlement, et demande que le gouvernement vienne s'expliquer devant les députés dès cette semaine."#]],
    );
}

#[test]
fn the_author_of_a_block_quotation_is_kept() {
    check(
        &format!(
            "<html><body><article><h1>Pourparlers suspendus</h1>{PARAGRAPHS}<blockquote><p>Rien ne presse, rien n'est perdu, tout peut encore être dit.</p>\
             <footer>— Anna Weber, négociatrice</footer></blockquote>{PARAGRAPHS}</article></body></html>"
        ),
        expect![[r#"
            title: Pourparlers suspendus
            ---
            Pourparlers suspendus
            Le ministre des Affaires étrangères a déclaré lundi que les négociations engagées depuis l'automne, à la demande des deux capitales, étaient suspendues jusqu'à nouvel ordre.

            « Nous reprendrons quand les conditions seront réunies », a-t-il ajouté devant la presse, sans préciser lesquelles, ni à quelle date une nouvelle rencontre pourrait être envisagée.

            L'opposition, pour sa part, dénonce une décision brutale, prise sans consultation du Parlement, et demande que le gouvernement vienne s'expliquer devant les députés dès cette semaine.

            Rien ne presse, rien n'est perdu, tout peut encore être dit.

            — Anna Weber, négociatrice

            Le ministre des Affaires étrangères a déclaré lundi que les négociations engagées depuis l'automne, à la demande des deux capitales, étaient suspendues jusqu'à nouvel ordre.

            « Nous reprendrons quand les conditions seront réunies », a-t-il ajouté devant la presse, sans préciser lesquelles, ni à quelle date une nouvelle rencontre pourrait être envisagée.

            L'opposition, pour sa part, dénonce une décision brutale, prise sans consultation du Parlement, et demande que le gouvernement vienne s'expliquer devant les députés dès cette semaine."#]],
    );
}

#[test]
fn a_page_without_an_article_gives_its_body() {
    check(
        "<html><head><title>Accueil</title><script>var x = 1;</script></head><body><nav>Menu</nav><ul><li>Météo</li><li>Bourse</li></ul></body></html>",
        expect![[r#"
            title: Accueil
            ! no-article
            ---
            Accueil
            Météo
            Bourse"#]],
    );
    check(
        "",
        expect![[r#"
        ! no-article
        ---
    "#]],
    );
}

#[test]
fn dates_come_out_in_one_form() {
    let dates = [
        "2023-08-31",
        "2023-08-31T08:15Z",
        "2023-08-31 08:15:00",
        "2023-08-31T08:15:00.000-05:30",
        "31/08/2023",
        "2023-13-01",
        "2023-08-31T99:00Z",
    ];
    let shown: Vec<String> = dates.iter().map(|d| format!("{d} → {}", date(d).unwrap_or_default())).collect();
    expect![[r#"
        2023-08-31 → 2023-08-31
        2023-08-31T08:15Z → 2023-08-31T08:15:00Z
        2023-08-31 08:15:00 → 2023-08-31
        2023-08-31T08:15:00.000-05:30 → 2023-08-31T08:15:00-05:30
        31/08/2023 → 
        2023-13-01 → 
        2023-08-31T99:00Z → 2023-08-31"#]]
    .assert_eq(&shown.join("\n"));
}

#[test]
fn a_page_nested_without_end_is_still_read() {
    let text = read(&format!("<html><body>{}fin{}", "<div>".repeat(100_000), "</div>".repeat(100_000)));
    assert_eq!(text.text, "fin");
    assert_eq!(text.notices[0].code.name(), "no-article");
    // Tags that are never closed nest too, as the parser sees them.
    let _ = read(&format!("<html><body>{}", "<p><span>".repeat(150)));
    let _ = read(&format!("<html><body>{}", "<table><tr><td>".repeat(390)));
}
