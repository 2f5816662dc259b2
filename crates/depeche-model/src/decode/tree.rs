//! Arc scores to a dependency tree: the maximum spanning arborescence with exactly one child of the root.
//!
//! Chu–Liu–Edmonds on a dense matrix, contracting in place, in O(n²). That the root has one child is had by making its
//! arcs so dear that a tree with more of them never pays (Stanojević & Cohen 2021 discuss why dropping the others after
//! the fact is wrong). Of equal scores the lowest index wins; sums run in f64.

/// For every token its head: 0 for the root, k for token k − 1. `scores` has one row per token: the root first, then
/// all tokens as heads (its own column is ignored). Exactly one token hangs on the root, and there is no cycle.
pub(crate) fn tree(scores: &[f32], n: usize) -> Vec<usize> {
    assert!(scores.len() == n * (n + 1), "a tree of {n} tokens needs {} scores", n * (n + 1));
    if n == 0 {
        return Vec::new();
    }
    let greedy = greedy(scores, n);
    if is_tree(&greedy) {
        return greedy; // every token has its best head: no tree can be better
    }
    arborescence(scores, n)
}

fn sound(score: f32) -> f64 {
    if score.is_nan() { -1e6 } else { f64::from(score).clamp(-1e6, 1e6) }
}

fn greedy(scores: &[f32], n: usize) -> Vec<usize> {
    let best_head = |token: usize| {
        let row = &scores[token * (n + 1)..(token + 1) * (n + 1)];
        let mut best = 0;
        for head in 1..=n {
            if head != token + 1 && sound(row[head]) > sound(row[best]) {
                best = head;
            }
        }
        best
    };
    (0..n).map(best_head).collect()
}

/// One root, every token reaches it.
pub(crate) fn is_tree(heads: &[usize]) -> bool {
    if heads.iter().filter(|head| **head == 0).count() != 1 {
        return false;
    }
    // 0: not seen, 1: on the way that is being walked, 2: reaches the root.
    let mut state = vec![0u8; heads.len() + 1];
    state[0] = 2;
    for start in 1..=heads.len() {
        let mut node = start;
        while state[node] == 0 {
            state[node] = 1;
            node = heads[node - 1];
        }
        if state[node] == 1 {
            return false;
        }
        let mut node = start;
        while state[node] == 1 {
            state[node] = 2;
            node = heads[node - 1];
        }
    }
    true
}

/// A cycle that became one node: who was in it, each with the arc that held the cycle together.
struct Contraction {
    id: usize,
    members: Vec<(usize, Arc)>,
}

/// An arc between two tokens (or the root) as given.
#[derive(Clone, Copy)]
struct Arc {
    head: u32,
    dependent: u32,
}

/// The graph while cycles are contracted: a slot stands for a token or for a cycle.
struct Graph {
    size: usize,
    /// `[dependent slot][head slot]`.
    score: Vec<f64>,
    /// Which given arc that score stands for.
    arc: Vec<Arc>,
    active: Vec<usize>,
    /// Best head slot of every slot.
    best: Vec<usize>,
    /// What a slot stands for now: a token's own number, or a contraction's.
    id: Vec<usize>,
}

fn arborescence(scores: &[f32], n: usize) -> Vec<usize> {
    let size = n + 1;
    let mut lowest = f64::INFINITY;
    let mut highest = f64::NEG_INFINITY;
    for score in scores {
        lowest = lowest.min(sound(*score));
        highest = highest.max(sound(*score));
    }
    // More than all other arcs together could win back.
    let dear = (highest - lowest + 1.0) * (n as f64 + 1.0);
    let mut graph = Graph {
        size,
        score: vec![0.0; size * size],
        arc: vec![Arc { head: 0, dependent: 0 }; size * size],
        active: (0..size).collect(),
        best: vec![0; size],
        id: (0..size).collect(),
    };
    for dependent in 1..size {
        for head in 0..size {
            let score = sound(scores[(dependent - 1) * size + head]);
            let at = dependent * size + head;
            graph.score[at] = if head == 0 { score - dear } else { score };
            graph.arc[at] = Arc { head: head as u32, dependent: dependent as u32 };
        }
    }
    for slot in 1..size {
        graph.find_best(slot);
    }
    let mut contractions: Vec<Contraction> = Vec::new();
    while let Some(cycle) = graph.cycle() {
        let id = size + contractions.len();
        contractions.push(graph.contract(&cycle, id));
    }
    graph.expand(&contractions)
}

impl Graph {
    fn find_best(&mut self, slot: usize) {
        let row = &self.score[slot * self.size..(slot + 1) * self.size];
        let mut best = None;
        for head in self.active.iter().copied().filter(|head| *head != slot) {
            if best.is_none_or(|b: usize| row[head] > row[b]) {
                best = Some(head);
            }
        }
        self.best[slot] = best.expect("the root is always active");
    }

    /// Slots of a cycle of best heads, if there is one.
    fn cycle(&self) -> Option<Vec<usize>> {
        let mut seen_from = vec![usize::MAX; self.size];
        seen_from[0] = 0;
        for start in self.active.iter().copied().filter(|slot| *slot != 0) {
            let mut slot = start;
            while seen_from[slot] == usize::MAX {
                seen_from[slot] = start;
                slot = self.best[slot];
            }
            if slot != 0 && seen_from[slot] == start {
                let mut cycle = vec![slot];
                let mut next = self.best[slot];
                while next != slot {
                    cycle.push(next);
                    next = self.best[next];
                }
                cycle.sort_unstable();
                return Some(cycle);
            }
        }
        None
    }

    /// Makes one slot of the cycle, its lowest.
    fn contract(&mut self, cycle: &[usize], id: usize) -> Contraction {
        let size = self.size;
        let kept = cycle[0];
        let members = cycle.iter().map(|m| (self.id[*m], self.arc[m * size + self.best[*m]])).collect();
        let held: Vec<f64> = cycle.iter().map(|m| self.score[m * size + self.best[*m]]).collect();
        self.active.retain(|slot| *slot == kept || !cycle.contains(slot));
        let inside = |slot: usize| cycle.binary_search(&slot).is_ok();
        for other in self.active.iter().copied().filter(|slot| *slot != kept) {
            // Into the cycle: what entering at a member wins over the arc that it breaks.
            let mut entering = 0;
            for i in 1..cycle.len() {
                let gain = |i: usize| self.score[cycle[i] * size + other] - held[i];
                if gain(i) > gain(entering) {
                    entering = i;
                }
            }
            let gain = self.score[cycle[entering] * size + other] - held[entering];
            let arc = self.arc[cycle[entering] * size + other];
            self.score[kept * size + other] = gain;
            self.arc[kept * size + other] = arc;
            // Out of the cycle: its best member as head. The root has no head.
            if other != 0 {
                let mut leaving = cycle[0];
                for member in &cycle[1..] {
                    if self.score[other * size + member] > self.score[other * size + leaving] {
                        leaving = *member;
                    }
                }
                self.score[other * size + kept] = self.score[other * size + leaving];
                self.arc[other * size + kept] = self.arc[other * size + leaving];
                if inside(self.best[other]) {
                    self.best[other] = kept;
                }
            }
        }
        self.id[kept] = id;
        self.find_best(kept);
        Contraction { id, members }
    }

    /// Opens the contracted cycles again, the last first: the member where the arc enters takes it, the others keep
    /// theirs.
    fn expand(&self, contractions: &[Contraction]) -> Vec<usize> {
        let ids = self.size + contractions.len();
        let mut arc_of = vec![Arc { head: 0, dependent: 0 }; ids];
        let mut parent = vec![usize::MAX; ids];
        for contraction in contractions {
            for (member, _) in &contraction.members {
                parent[*member] = contraction.id;
            }
        }
        for slot in self.active.iter().copied().filter(|slot| *slot != 0) {
            arc_of[self.id[slot]] = self.arc[slot * self.size + self.best[slot]];
        }
        for contraction in contractions.iter().rev() {
            let arc = arc_of[contraction.id];
            let mut entered = arc.dependent as usize;
            while parent[entered] != contraction.id {
                entered = parent[entered];
            }
            for (member, held) in &contraction.members {
                arc_of[*member] = if *member == entered { arc } else { *held };
            }
        }
        (1..self.size).map(|token| arc_of[token].head as usize).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn total(scores: &[f32], heads: &[usize]) -> f64 {
        let n = heads.len();
        heads.iter().enumerate().map(|(i, head)| sound(scores[i * (n + 1) + head])).sum()
    }

    /// The best tree by trying all.
    fn exhaustive(scores: &[f32], n: usize) -> f64 {
        let mut best = f64::NEG_INFINITY;
        for code in 0..(n + 1).pow(n as u32) {
            let heads: Vec<usize> = (0..n).map(|i| code / (n + 1).pow(i as u32) % (n + 1)).collect();
            if heads.iter().enumerate().all(|(i, head)| *head != i + 1) && is_tree(&heads) {
                best = best.max(total(scores, &heads));
            }
        }
        best
    }

    #[test]
    fn a_single_token_is_the_root() {
        assert_eq!(tree(&[f32::NAN, 3.0], 1), [0]);
    }

    #[test]
    fn two_tokens_that_want_each_other_are_parted_where_it_costs_least() {
        //          root  t1   t2
        assert_eq!(tree(&[1., 0., 9., 2., 9., 0.], 2), [2, 0]);
    }

    #[test]
    fn two_that_want_the_root_get_one() {
        assert_eq!(tree(&[9., 0., 8., 9., 5., 0.], 2), [2, 0]);
        assert_eq!(tree(&[5., 0., 5., 5., 5., 0.], 2), [0, 1]);
    }

    fn any_score() -> impl Strategy<Value = f32> {
        prop_oneof![
            20 => -30.0f32..30.0,
            4 => (-2i8..2).prop_map(f32::from),
            1 => Just(f32::NAN),
            1 => Just(f32::INFINITY),
            1 => Just(f32::NEG_INFINITY)
        ]
    }

    proptest! {
        #[test]
        fn always_a_well_formed_tree((n, scores) in (1usize..40).prop_flat_map(|n| {
            (Just(n), proptest::collection::vec(any_score(), n * (n + 1)))
        })) {
            let heads = tree(&scores, n);
            prop_assert!(is_tree(&heads), "{heads:?}");
        }

        #[test]
        fn no_tree_scores_higher((n, scores) in (1usize..6).prop_flat_map(|n| {
            (Just(n), proptest::collection::vec(prop_oneof![-9.0f32..9.0, (-2i8..2).prop_map(f32::from)], n * (n + 1)))
        })) {
            let heads = tree(&scores, n);
            let (found, best) = (total(&scores, &heads), exhaustive(&scores, n));
            prop_assert!(is_tree(&heads) && (found - best).abs() < 1e-9, "{heads:?} {found} {best}");
        }
    }
}
