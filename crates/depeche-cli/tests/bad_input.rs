//! Whatever it is given, `depeche` prints a document with notices, or one line that says what to do.

use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};

fn run(arguments: &[&str], input: &[u8]) -> Output {
    let mut command = Command::new(env!("CARGO_BIN_EXE_depeche"));
    command.args(arguments).stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped()).env("LC_ALL", "C");
    let mut child = command.spawn().expect("the binary was just built");
    let mut stdin = child.stdin.take().expect("it is piped");
    let input = input.to_vec();
    // The program may end before it has read everything.
    let writer = std::thread::spawn(move || {
        let _ = stdin.write_all(&input);
    });
    let output = child.wait_with_output().expect("it runs");
    writer.join().expect("writing does not panic");
    output
}

/// The language it was read in and the codes of its notices.
fn read(input: &[u8]) -> String {
    let output = run(&["read", "--format", "json", "-"], input);
    let complaints = String::from_utf8_lossy(&output.stderr);
    assert_eq!(output.status.code(), Some(0), "{complaints}");
    assert_eq!(complaints, "", "notices belong to the record");
    let record: serde_json::Value = serde_json::from_slice(&output.stdout).expect("a record");
    let mut told = record["document"]["lang"].as_str().expect("a string").to_owned();
    for notice in record["notices"].as_array().expect("an array") {
        told.push(' ');
        told.push_str(notice["code"].as_str().expect("a string"));
    }
    told
}

/// The one line that says why nothing came out.
fn refusal(arguments: &[&str], input: &[u8]) -> String {
    let output = run(arguments, input);
    let complaints = String::from_utf8(output.stderr).expect("we print UTF-8");
    assert_eq!(output.status.code(), Some(1), "{complaints}");
    assert_eq!(complaints.lines().count(), 1, "{complaints}");
    assert!(output.stdout.is_empty());
    complaints.trim_end().to_owned()
}

/// A fresh folder for one test.
fn folder(name: &str) -> PathBuf {
    let path = Path::new(env!("CARGO_TARGET_TMPDIR")).join(name);
    let _ = std::fs::remove_dir_all(&path);
    std::fs::create_dir_all(&path).expect("the target folder can be written");
    path
}

#[test]
fn texts_with_something_wrong_are_read_and_say_so() {
    assert_eq!(read(b""), "und empty");
    assert_eq!(read(b" \r\n\t\n"), "und empty");
    assert_eq!(read(b"La ministre\0 a ni\xc3\xa9 mardi. Il pleut sur le port ferm\xc3\xa9."), "fr control-characters");
    let cut = "La ministre a démenti « tout accord » à Brenn, où il pleut déjà, a-t-elle déclaré à l’été.".as_bytes();
    assert_eq!(read(&[cut, b"\xc3"].concat()), "fr invalid-utf8");
    let windows =
        b"La ministre a d\xe9menti \xab tout accord \xbb \xe0 Brenn, o\xf9 il pleut d\xe9j\xe0 depuis l\x92\xe9t\xe9.";
    assert_eq!(read(windows), "fr encoding-guessed");
    assert_eq!(read("La ministre a démenti\r\n« tout accord »,\r\n\r\ndit-elle au maire.\r\n".as_bytes()), "fr");
    assert_eq!(read("« Non, a dit la ministre aux députés de la majorité.".as_bytes()), "fr unclosed-quotation");
    assert_eq!(read(b"<!DOCTYPE html><html><body><nav><a href=/></a></nav></body></html>"), "und no-article empty");
}

#[test]
fn a_language_without_training_is_read_and_told() {
    for (lang, text) in [
        ("de", "Der Bürgermeister von Brenn sagte am Dienstag, die Stadt werde den Vertrag „nicht unterschreiben“."),
        ("ru", "Мэр Бренна заявил во вторник, что город «не подпишет» договор."),
        ("zh", "布伦市长周二表示：“我们不会签署协议。”部长说，没有进行任何谈判。"),
        ("ar", "قال رئيس بلدية برين يوم الثلاثاء إن المدينة «لن توقع» على الاتفاق."),
    ] {
        assert_eq!(read(text.as_bytes()), format!("{lang} language-untrained"));
    }
}

#[test]
fn nesting_without_end_neither_hangs_nor_overflows() {
    let said = "La ministre a répété mardi aux députés de la majorité : ".to_owned();
    let quotations = said + &"« ".repeat(5_000) + "Non" + &" »".repeat(5_000);
    assert_eq!(read(quotations.as_bytes()), "fr");
    for opening in ["<div>", "<div></x>", "<svg><td>", "<p a=b c=d>"] {
        let page =
            "<!DOCTYPE html><html><body>".to_owned() + &opening.repeat(10_000) + "La ministre a dit non au maire.";
        let told = read(page.as_bytes());
        assert!(told.starts_with("fr no-article"), "{opening}: {told}");
    }
    let attributes: String = (0..20_000).map(|n| format!("a{n}=1 ")).collect();
    let page = format!("<!DOCTYPE html><html><body><p {attributes}>La ministre a dit non au maire.");
    assert_eq!(read(page.as_bytes()), "fr no-article");
}

#[test]
fn what_is_no_text_is_refused_with_advice() {
    let noise: Vec<u8> = (0..5000_u32).map(|n| (n.wrapping_mul(2_654_435_761) >> 13) as u8).collect();
    assert_eq!(
        refusal(&["read", "-"], &noise),
        "depeche: -: this is binary data, not a text; give a text or an HTML file"
    );
    let line = refusal(&["read", "-"], b"%PDF-1.7 \0\0");
    assert!(line.contains("pdftotext"), "{line}");
}

#[test]
fn folders_and_files_that_are_not_there() {
    let folder = folder("nothing-to-read");
    std::fs::write(folder.join("picture.png"), b"\x89PNG").expect("it is ours");
    let path = folder.to_str().expect("UTF-8");
    let line = refusal(&["read", path], b"");
    assert!(line.starts_with(&format!("depeche: {path}: no text in this folder; files ending in .txt")), "{line}");
    let missing = format!("{path}/missing.txt");
    let line = refusal(&["read", &missing], b"");
    assert!(line.starts_with(&format!("depeche: {missing}: no such file or folder; check the path")), "{line}");
}

#[test]
fn broken_actor_files_are_refused_with_their_line_and_advice() {
    let folder = folder("broken-actors");
    for (name, content, says) in [
        ("short.csv", "name,code\nOslo\n", ":2: 1 columns where the first row has 2; leave a column empty"),
        ("header.csv", "who,code\nOslo,NOR\n", ":1: unknown column \"who\"; columns are name, code, country, from, to"),
        ("open.toml", "[[actor\n", ":1: unclosed array table"),
    ] {
        let path = folder.join(name);
        std::fs::write(&path, content).expect("it is ours");
        let line = refusal(&["read", "--actors", path.to_str().expect("UTF-8"), "-"], b"Oslo nie.");
        assert!(
            line.starts_with("depeche: cannot use the actor file: ") && line.contains(&format!("{name}{says}")),
            "{line}"
        );
    }
    let line = refusal(&["read", "--actors", "nowhere.csv", "-"], b"Oslo nie.");
    assert_eq!(line.matches("No such file").count(), 1, "{line}");
    assert!(line.contains("nowhere.csv: cannot be read; check the path"), "{line}");
}

#[test]
fn a_wrong_command_line_says_what_would_be_right() {
    for (arguments, says) in [
        (["--lang", "klingon"], "a language is two or three small letters: fr, en"),
        (["--date", "2023-02-30"], "there is no such day"),
        (["--date", "hier"], "a date looks like 2023-08-31"),
        (["--locale", "de"], "labels are in en or fr"),
        (["--format", "xml"], "possible values: text, json, jsonl, html"),
    ] {
        let output = run(&["read", arguments[0], arguments[1], "-"], b"Oslo nie.");
        let complaints = String::from_utf8_lossy(&output.stderr).into_owned();
        assert_eq!(output.status.code(), Some(2), "{complaints}");
        assert!(complaints.contains(says) && complaints.contains(arguments[0]), "{complaints}");
    }
    let line = refusal(&["read", "nowhere/*.txt"], b"");
    assert_eq!(
        line,
        "depeche: nowhere/*.txt: no file matches this pattern; check the folder, and quote the pattern so that the shell leaves it alone"
    );
}

#[test]
#[cfg(target_os = "linux")]
fn an_output_that_cannot_be_written_is_an_error_unless_its_reader_left() {
    let into = |sink: Stdio| {
        let mut command = Command::new(env!("CARGO_BIN_EXE_depeche"));
        command.args(["read", "--format", "json", "-"]).stdin(Stdio::null()).stdout(sink).stderr(Stdio::piped());
        command.output().expect("it runs")
    };
    let full = into(std::fs::OpenOptions::new().write(true).open("/dev/full").expect("Linux has one").into());
    let complaint = String::from_utf8_lossy(&full.stderr).into_owned();
    assert_eq!(full.status.code(), Some(1));
    assert!(complaint.starts_with("depeche: cannot write the output: No space left"), "{complaint}");
    let (reader, writer) = std::io::pipe().expect("there are pipes");
    drop(reader);
    let gone = into(writer.into());
    assert_eq!((gone.status.code(), gone.stderr.len()), (Some(0), 0));
}

#[test]
fn broken_models_are_refused_with_their_name_and_advice() {
    let folder = folder("broken-models");
    let mut newer = b"DEPECHEM".to_vec();
    newer.extend([9, 0, 0, 0]);
    newer.resize(64, 0);
    let mut cut = b"DEPECHEM\x01\0\0\0".to_vec();
    cut.extend([0xff; 52]);
    for (name, bytes, says) in [
        ("noise", &b"\x00\x01\xfenoise"[..], "not a depeche model"),
        ("empty", b"", "not a depeche model"),
        ("newer", &newer, "model format version 9, but this program reads version 1"),
        ("cut", &cut, "cut short: 64 bytes where "),
    ] {
        let path = folder.join(name);
        std::fs::write(&path, bytes).expect("it is ours");
        let path = path.to_str().expect("UTF-8");
        let line = refusal(&["read", "--model", path, "-"], b"Oslo nie.");
        assert!(line.starts_with(&format!("depeche: {path}: {says}")) && line.contains("; "), "{line}");
    }
}

#[test]
fn a_given_sentence_of_any_length_keeps_its_rows() {
    let n_rows = 3_000;
    let given: String = (1..=n_rows).map(|n| format!("{n}\tmot{}\n", n % 97)).collect();
    let output = run(&["parse", "--input", "conllu", "--lang", "fr", "-"], given.as_bytes());
    assert_eq!(output.status.code(), Some(0));
    let written = String::from_utf8(output.stdout).expect("we print UTF-8");
    let roots = written.lines().filter(|row| row.split('\t').nth(6) == Some("0")).count();
    assert_eq!((written.lines().filter(|row| !row.is_empty()).count(), roots), (n_rows, 1));
    let line = refusal(&["parse", "--input", "conllu", "-"], b"1\tOui\n3\tNon\n");
    assert!(line.starts_with("depeche: -: line 2: id 3 found, 2 expected"), "{line}");
    let line = refusal(&["parse", "--input", "conllu", "-"], b"1\tOui\xff\n");
    assert!(line.contains("UTF-8"), "{line}");
}
