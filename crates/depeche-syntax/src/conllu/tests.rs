#![allow(clippy::unwrap_used)]
use super::*;
use depeche_lang::Lang;
use depeche_record::{Morph, NameSpan};
use expect_test::{Expect, expect};

/// What comes out when tabs are written as spaces and the file is laid out and written again.
#[expect(clippy::needless_pass_by_value, reason = "the shape of every check")]
fn check(rows: &str, expected: Expect) {
    let content = rows.replace("  ", "\t");
    expected.assert_eq(&match read(&content) {
        Ok(given) => {
            let file = ConlluFile::lay_out(&given);
            let mut shown = write_given(&file, &given).replace('\t', "  ");
            for notice in &file.notices {
                shown.push_str(&notice.message);
            }
            format!("{}---\n{shown}", file.text)
        }
        Err(error) => error.to_string(),
    });
}

#[test]
fn forms_alone_are_enough() {
    check(
        "1  Le  _  _  _  _  _  _  _  _\r\n2  chat\r\n\r\n\r\n1  Oui  _  _  _  _  _  _  _  _",
        expect![[r#"
        Le chat
        Oui
        ---
        1  Le  _  _  _  _  _  _  _  _
        2  chat  _  _  _  _  _  _  _  _

        1  Oui  _  _  _  _  _  _  _  _

    "#]],
    );
}

#[test]
fn comments_and_space_after_are_kept() {
    check(
        "# sent_id = a-1\n# source = essai\n1  l'  _  _  _  _  _  _  _  SpaceAfter=No\n2  ami  _  _  _  _  _  _  _  _\n",
        expect![[r#"
            l'ami
            ---
            # sent_id = a-1
            # source = essai
            1  l'  _  _  _  _  _  _  _  SpaceAfter=No
            2  ami  _  _  _  _  _  _  _  _

        "#]],
    );
}

#[test]
fn a_form_may_hold_a_space() {
    check(
        "1  10 000  _  _  _  _  _  _  _  _\n2  euros  _  _  _  _  _  _  _  _\n",
        expect![[r#"
        10 000 euros
        ---
        1  10 000  _  _  _  _  _  _  _  _
        2  euros  _  _  _  _  _  _  _  _

    "#]],
    );
}

#[test]
fn ranges_and_empty_nodes_are_left_out_and_told() {
    check(
        "1-2  du  _  _  _  _  _  _  _  _\n1  de  _  _  _  _  3  case  _  _\n2  le  _  _  _  _  3  det  _  _\n3  lac  _  _  _  _  0  root  _  _\n3.1  vu  _  _  _  _  _  _  _  _\n",
        expect![[r#"
            de le lac
            ---
            1  de  _  _  _  _  _  _  _  _
            2  le  _  _  _  _  _  _  _  _
            3  lac  _  _  _  _  _  _  _  _

            1 multi-word ranges and 1 empty nodes were left out: every word row is read as a token."#]],
    );
}

#[test]
fn errors_name_the_line() {
    check(
        "1  a\n3  b\n",
        expect![
            "line 2: id 3 found, 2 expected; ids count from 1 in each sentence, and a blank line stands between sentences"
        ],
    );
    check(
        "un mot\n",
        expect!["line 1: 1 column found, 10 expected, separated by tabs; columns you do not know are `_`"],
    );
    check(
        "# rien\n\n1    x\n",
        expect!["line 3: the form of row 1 is empty; every row needs the word in its second column"],
    );
    check(
        "1  a  _  _  _  _  tête  _  _  _\n",
        expect!["line 1: head tête is no number; leave it as `_` when there is none"],
    );
    check(
        "1  a  _  _  _  _  _  _  _  _  _\n",
        expect!["line 1: 11 columns found, 10 expected, separated by tabs; columns you do not know are `_`"],
    );
}

#[test]
fn ranges_merge_into_surface_tokens() {
    let rows = "1  va  aller  VERB  _  _  0  root  _  _\n2-3  au  _  _  _  _  _  _  _  SpaceAfter=No\n2  à  à  ADP  _  _  4  case  _  _\n3  le  le  DET  _  _  4  det  _  _\n4  lac  lac  NOUN  _  _  1  obl  _  _\n";
    let surface = read(&rows.replace("  ", "\t")).unwrap()[0].surface();
    let shown: Vec<String> =
        surface.words.iter().map(|w| format!("{} {} {} {}", w.form, w.upos, w.head.unwrap(), w.deprel)).collect();
    expect![[r#"
        va VERB 0 root
        au ADP 3 case
        lac NOUN 1 obl"#]]
    .assert_eq(&shown.join("\n"));
}

#[test]
fn our_own_reading_is_written_with_names_and_spaces() {
    let text = "M. Kirby part.\nFin";
    let mut sentences = crate::segment(Lang::embedded("fr"), text);
    sentences[0].names.push(NameSpan { tokens: 1..2, label: "person".into(), score: 0.9 });
    sentences[0].tokens[2].morph = Some(Morph {
        upos: "VERB".into(),
        feats: "_".into(),
        lemma: "partir".into(),
        head: None,
        deprel: "root".into(),
    });
    expect![[r#"
        # newpar
        # sent_id = 1
        # text = M. Kirby part.
        1  M.  _  _  _  _  _  _  _  _
        2  Kirby  _  _  _  _  _  _  _  Name=B-person
        3  part  partir  VERB  _  _  0  root  _  SpaceAfter=No
        4  .  _  _  _  _  _  _  _  _

        # newpar
        # sent_id = 2
        # text = Fin
        1  Fin  _  _  _  _  _  _  _  _

    "#]]
    .assert_eq(&write(text, &sentences).replace('\t', "  "));
}
