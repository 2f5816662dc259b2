"""Makes the model that depeche ships: `prepare` → `train` → `export`, one command each. See ../README.md."""
