"""Synthetic ledgers: years of a union's ordinary business, made up from a seed.

Nine events in ten are dues, four in a hundred are aid, four are membership, two are awards. What comes
out is a valid history: the rare steps are decided by the domain's own decisions, the monthly run of dues
is computed as they would decide it, because it must be fast.
"""

from services.synth.loading import load_synth
from services.synth.workload import SynthBatch, synth, synth_ledger

__all__ = ["SynthBatch", "load_synth", "synth", "synth_ledger"]
