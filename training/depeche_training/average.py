"""The mean of several weights of one run's later stages: one network, steadier than each (Wortsman et al. 2022).

    python -m depeche_training.average OUT.pt A/weights.pt B/weights.pt …
"""

from __future__ import annotations

import sys

import torch


def main() -> None:
    if len(sys.argv) < 4:
        raise SystemExit(__doc__)
    out, *paths = sys.argv[1:]
    states = [torch.load(path, weights_only=False) for path in paths]
    mean = {k: (sum(s["net"][k].float() for s in states) / len(states)).to(v.dtype) for k, v in states[0]["net"].items()}
    torch.save(states[0] | {"net": mean}, out)


if __name__ == "__main__":
    main()
