//! The command line as its users see it: help, errors, exit codes, output.

use std::fmt::Write as _;
use std::process::{Command, Output, Stdio};

/// Help and errors, word by word. They need no model.
#[test]
fn help_and_errors() {
    trycmd::TestCases::new().env("COLUMNS", "100").case("tests/cmd/*.toml");
}

fn depeche(arguments: &[&str], input: &[u8]) -> Output {
    let mut command = Command::new(env!("CARGO_BIN_EXE_depeche"));
    command.args(arguments).stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
    let mut child = command.env("LC_ALL", "C").env_remove("DEPECHE_GOLD").spawn().expect("the binary was just built");
    let mut stdin = child.stdin.take().expect("it is piped");
    let input = input.to_vec();
    // The program may end before it has read everything.
    let writer = std::thread::spawn(move || {
        let _ = std::io::Write::write_all(&mut stdin, &input);
    });
    let output = child.wait_with_output().expect("it runs");
    writer.join().expect("writing does not panic");
    output
}

fn example(name: &str) -> String {
    format!("{}/../../examples/{name}", env!("CARGO_MANIFEST_DIR"))
}

fn text(bytes: &[u8]) -> String {
    String::from_utf8(bytes.to_vec()).expect("we print UTF-8")
}

fn json(bytes: &[u8]) -> serde_json::Value {
    serde_json::from_slice(bytes).expect("we print JSON")
}

#[test]
fn one_document_is_an_object_several_are_an_array_or_lines() {
    let (french, english) = (example("accord-valdor.txt"), example("harbour-talks.txt"));
    let one = depeche(&["read", "--format", "json", &french], b"");
    assert_eq!(json(&one.stdout)["schema"], "depeche/1");
    let two = depeche(&["read", "--format", "json", &french, &english], b"");
    assert_eq!(json(&two.stdout).as_array().map(Vec::len), Some(2));
    assert_eq!(json(&two.stdout)[0], json(&one.stdout), "alone or in company, a document reads the same");
    let lines = depeche(&["read", "--format", "jsonl", "--threads", "3", "--no-cache", &french, &english], b"");
    let records: Vec<serde_json::Value> = text(&lines.stdout).lines().map(|line| json(line.as_bytes())).collect();
    assert_eq!(serde_json::Value::Array(records), json(&two.stdout), "on any number of threads");
}

#[test]
fn the_text_is_the_files_content() {
    let content = "\u{a0}« Non »,\r\na dit e\u{301}lu Vial .\n\n";
    let output =
        depeche(&["read", "--format", "json", "--lang", "fr", "--date", "2023-08-31", "-"], content.as_bytes());
    let record = json(&output.stdout);
    assert_eq!(record["document"]["text"], content);
    assert_eq!(record["document"]["lang"], "fr");
    assert_eq!(record["engine"]["reference_date"], "2023-08-31");
}

#[test]
fn one_unreadable_file_never_stops_the_others() {
    let english = example("harbour-talks.txt");
    let output = depeche(&["read", "--format", "jsonl", "nowhere.txt", &english], b"");
    assert_eq!(output.status.code(), Some(1));
    assert_eq!(text(&output.stdout).lines().count(), 1);
    let complaints = text(&output.stderr);
    assert_eq!(complaints.lines().count(), 1, "{complaints}");
    assert!(complaints.contains("nowhere.txt"), "{complaints}");
}

#[test]
fn any_bytes_give_a_document_or_one_line() {
    for input in [&b""[..], b"\n", b"\xff\xfe\x00", b"\x00\x01\x02\x03", b"%PDF-1.7 \x00", "« ".repeat(5000).as_bytes()]
    {
        for arguments in [["read", "-"], ["parse", "-"]] {
            let output = depeche(&arguments, input);
            let complaints = text(&output.stderr);
            assert!(complaints.lines().count() <= 1, "{complaints}");
            assert!(output.status.code().is_some_and(|code| code < 2), "{complaints}");
        }
    }
}

#[test]
fn parse_keeps_given_rows() {
    let given = "# mine = yes\n1\tLe\t_\t_\t_\t_\t_\t_\t_\t_\n2\tport\t_\t_\t_\t_\t_\t_\t_\t_\n3\tferme\t_\t_\t_\t_\t_\t_\t_\t_\n\n1\tOui\t_\t_\t_\t_\t_\t_\t_\t_\n\n";
    let output = depeche(&["parse", "--lang", "fr", "--input", "conllu", "-"], given.as_bytes());
    let mut shape = String::new();
    for row in text(&output.stdout).lines() {
        let columns: Vec<&str> = row.split('\t').collect();
        let known = columns.len() == 10 && columns[3] != "_" && columns[6] != "_" && columns[7] != "_";
        writeln!(shape, "{}{}", columns[..columns.len().min(2)].join(" "), if known { " +" } else { "" })
            .expect("a string takes everything");
    }
    assert_eq!(shape, "# mine = yes\n1 Le +\n2 port +\n3 ferme +\n\n1 Oui +\n\n");
    let wrong = depeche(&["parse", "--input", "conllu", "-"], b"1\n");
    assert_eq!(wrong.status.code(), Some(1));
    assert!(text(&wrong.stderr).contains("line 1"), "{}", text(&wrong.stderr));
}

#[test]
fn a_closed_pipe_is_no_error() {
    let mut command = Command::new(env!("CARGO_BIN_EXE_depeche"));
    let mut child = command.arg("man").stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().expect("it was built");
    drop(child.stdout.take());
    let output = child.wait_with_output().expect("it runs");
    assert!(output.status.success() && output.stderr.is_empty(), "{}", text(&output.stderr));
}

#[test]
fn the_page_holds_every_document_once() {
    let output = depeche(
        &["read", "--format", "html", "--locale", "fr", &example("accord-valdor.txt"), &example("harbour-talks.txt")],
        b"",
    );
    let page = text(&output.stdout);
    assert_eq!(page.matches("<section").count(), 2);
    assert!(page.contains("<html lang=\"fr\">"));
}

#[test]
fn a_statement_is_explained_by_its_number_or_id() {
    let french = example("accord-valdor.txt");
    let number = depeche(&["read", "--explain", "1", &french], b"");
    let explained = text(&number.stdout);
    assert_eq!(number.status.code(), Some(0), "{}", text(&number.stderr));
    assert!(explained.starts_with("s1 ") && explained.contains(".rs:"), "{explained}");
    assert_eq!(text(&depeche(&["read", "--explain", "s1", &french], b"").stdout), explained);
    let beyond = depeche(&["read", "--explain", "s900", &french], b"");
    assert_eq!(beyond.status.code(), Some(1));
    assert!(text(&beyond.stderr).contains("no statement 900"), "{}", text(&beyond.stderr));
    assert_eq!(depeche(&["read", "--explain", "s0", &french], b"").status.code(), Some(2));
    assert_eq!(depeche(&["read", "--format", "json", "--explain", "s1", &french], b"").status.code(), Some(1));
}
