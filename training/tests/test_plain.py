"""Tests of the parts that need nothing but Python: markup, surface tokens, lemma scripts, segmentation."""

import tempfile
import unittest

from depeche_training import lemma, markup, segment, surface


class Markup(unittest.TestCase):
    def test_nested_statements_and_names(self):
        line = "[s1.source [per Ana Ruiz]] [s1.cue:assert dit] [s1.content que [s2.source [loc Oslo]] [s2.cue:deny niait] [s2.content tout]]."
        p = markup.parse(line, "here")
        self.assertEqual(p.text, "Ana Ruiz dit que Oslo niait tout.")
        self.assertEqual([(p.text[a:b], kind) for a, b, kind in p.names], [("Ana Ruiz", "per"), ("Oslo", "loc")])
        self.assertEqual([s.act for s in p.statements], ["assert", "deny"])
        (a, b), = p.statements[0].roles["content"]
        self.assertEqual(p.text[a:b], "que Oslo niait tout")

    def test_errors_name_the_place(self):
        for line in ("[per Ana", "Ana]", "[xyz Ana]", "[s1.cue:shout dit]", "[s1.source Ana] dort"):
            with self.assertRaisesRegex(ValueError, "^here: "):
                markup.parse(line, "here")

    def test_literal_brackets(self):
        self.assertEqual(markup.parse(r"« \[Oslo\] attend »", "here").text, "« [Oslo] attend »")


class Surface(unittest.TestCase):
    def test_a_contraction_is_one_token(self):
        rows = ["1\tvient\tvenir\tVERB\t_\t_\t0\troot\t_\t_", "2-3\tdu\t_\t_\t_\t_\t_\t_\t_\t_", "2\tde\tde\tADP\t_\t_\t4\tcase\t_\t_",
                "3\tle\tle\tDET\t_\t_\t4\tdet\t_\t_", "4\tport\tport\tNOUN\t_\t_\t1\tobl\t_\tSpaceAfter=No", "5\t.\t.\tPUNCT\t_\t_\t1\tpunct\t_\t_"]  # fmt: skip
        with tempfile.NamedTemporaryFile("w", suffix=".conllu", encoding="utf8") as file:
            file.write("# text = vient du port.\n" + "\n".join(rows) + "\n\n")
            file.flush()
            (tree,) = surface.read(file.name)
        self.assertEqual([(r.form, r.lemma, r.head) for r in tree.rows], [("vient", "venir", 0), ("du", "de", 3), ("port", "port", 1), (".", ".", 1)])


class Lemma(unittest.TestCase):
    def test_scripts_give_the_lemma_back(self):
        for form, target in (("Parlé", "parler"), ("aux", "à"), ("du", "de"), ("Les", "le"), ("yeux", "œil"), ("went", "go"), ("Paris", "Paris"), ("», ", "»")):
            self.assertEqual(lemma.apply(lemma.script(form, target), form), target)


class Segment(unittest.TestCase):
    def check(self, text, lang, expected):
        self.assertEqual([text[a:b] for a, b in segment.tokens(text, lang)], expected.split())

    def test_french(self):
        self.check("L’accord, a-t-il dit, n'est pas prêt : M. Roy paie 2,5 millions aujourd'hui.", "fr",
                   "L’ accord , a -t-il dit , n' est pas prêt : M. Roy paie 2,5 millions aujourd'hui .")  # fmt: skip

    def test_english(self):
        self.check("Mr. Roy's port won't pay $2.5 million.", "en", "Mr. Roy's port won't pay $ 2.5 million .")

    def test_sentences(self):
        text = "M. Roy part. « Oui. » Il dort.\nUn titre"
        self.assertEqual([text[a:b] for a, b in segment.sentences(text)], ["M. Roy part.", "« Oui. »", "Il dort.", "Un titre"])


if __name__ == "__main__":
    unittest.main()
