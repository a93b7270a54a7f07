#!/usr/bin/env python3
"""Writes Tests/OutcomesTests/SurvivalOracle.swift: seeded data and what lifelines and statsmodels make of them.

  python3 -m venv /tmp/survival && /tmp/survival/bin/pip install lifelines statsmodels
  /tmp/survival/bin/python Tools/peers/survival/compare.py > Tests/OutcomesTests/SurvivalOracle.swift

Kaplan-Meier, its interval, the restricted mean, Nelson-Aalen's hazard and the log-rank test are lifelines';
Greenwood's standard errors and Cox's model (Efron ties, late entry) are statsmodels'; Cox's model is fitted by
lifelines too and the two must agree before anything is written.
"""
import sys
import warnings

import lifelines
import numpy as np
import pandas as pd
import statsmodels
import statsmodels.api as sm
from lifelines import CoxTimeVaryingFitter, KaplanMeierFitter, NelsonAalenFitter
from lifelines.statistics import multivariate_logrank_test
from lifelines.utils import restricted_mean_survival_time

SEED = 20261126
warnings.filterwarnings("ignore")


def groups(rng, count=120):
    """Whole days, so many ties; entries lie between days, where all conventions agree on who is at risk."""
    entry = np.where(rng.random(count) < 0.4, rng.integers(0, 12, count) + 0.5, 0.0)
    group = rng.integers(0, 3, count)
    span = np.ceil(rng.exponential(np.array([18.0, 26.0, 40.0])[group])) + 1
    time = np.floor(entry) + span
    limit = rng.integers(30, 60, count)
    event = (time <= limit).astype(int)
    time = np.maximum(np.minimum(time, limit), np.floor(entry) + 1)
    return pd.DataFrame({"entry": entry, "time": time, "event": event, "group": group})


def stretches(rng, subjects=90):
    """Subjects with a fixed covariate and one that changes at random days."""
    rows = []
    for subject in range(subjects):
        fixed = round(float(rng.normal()), 2)
        now = float(rng.integers(0, 6)) if rng.random() < 0.4 else 0.0
        for _ in range(6):
            varying = float(rng.integers(0, 4))
            length = float(rng.integers(2, 9))
            hazard = 0.035 * np.exp(0.6 * fixed + 0.35 * varying)
            wait = np.ceil(rng.exponential(1 / hazard))
            event = wait <= length
            stop = now + min(wait, length)
            rows.append((subject, now, stop, int(event), fixed, varying))
            now = stop
            if event:
                break
    return pd.DataFrame(rows, columns=["id", "start", "stop", "event", "fixed", "varying"])


def cox(frame):
    # statsmodels counts a row at its own start time as at risk; half a day on means (start, stop] in whole days.
    fitted = sm.PHReg(frame["stop"], frame[["fixed", "varying"]], status=frame["event"], entry=frame["start"] + 0.5,
                      ties="efron").fit(method="newton", tol=1e-12, maxiter=200, disp=0)
    other = CoxTimeVaryingFitter()
    other.fit(frame, id_col="id", start_col="start", stop_col="stop", event_col="event",
              fit_options={"precision": 1e-12})
    assert np.allclose(fitted.params, other.params_.values, atol=1e-6), (fitted.params, other.params_)
    assert np.allclose(fitted.bse, other.standard_errors_.values, atol=1e-6)
    assert abs(fitted.llf - other.log_likelihood_) < 1e-5, (fitted.llf, other.log_likelihood_)
    return list(fitted.params), list(fitted.bse), fitted.llf


def kaplan_meier(frame):
    data = dict(durations=frame["time"], event_observed=frame["event"], entry=frame["entry"])
    fitted = KaplanMeierFitter().fit(**data)
    hazard = NelsonAalenFitter(nelson_aalen_smoothing=False).fit(**data)
    table = fitted.event_table
    times = [t for t in table.index if table.loc[t, "observed"] > 0]
    other = sm.SurvfuncRight(frame["time"], frame["event"], entry=frame["entry"])
    assert list(other.surv_times) == times
    bounds = fitted.confidence_interval_
    rows = []
    for place, time in enumerate(times):
        survival = float(fitted.survival_function_.loc[time].iloc[0])
        assert abs(survival - other.surv_prob[place]) < 1e-10
        rows.append((time, survival, float(other.surv_prob_se[place]), float(bounds.loc[time].iloc[0]),
                     float(bounds.loc[time].iloc[1]), float(hazard.cumulative_hazard_.loc[time].iloc[0])))
    return rows, float(fitted.median_survival_time_), float(restricted_mean_survival_time(fitted, t=30.0))


def number(value):
    text = repr(float(value))
    return text[:-2] if text.endswith(".0") else text


def listed(name, kind, rows):
    print(f"    static let {name}: [{kind}] = [")
    cells = ["(" + ", ".join(value if isinstance(value, str) else number(value) for value in row) + ")" for row in rows]
    many = 4 if max(map(len, cells)) < 27 else 1
    for place in range(0, len(cells), many):
        print("        " + ", ".join(cells[place:place + many]) + ",")
    print("    ]")


def main():
    rng = np.random.default_rng(SEED)
    frame = groups(rng)
    steps, median, mean = kaplan_meier(frame)
    rank = multivariate_logrank_test(frame["time"], frame["group"], frame["event"])
    pair = frame[frame["group"] < 2]
    two = multivariate_logrank_test(pair["time"], pair["group"], pair["event"])
    spans = stretches(rng)
    estimates, errors, likelihood = cox(spans)
    print(f"""// Written by Tools/peers/survival/compare.py with lifelines {lifelines.__version__}, statsmodels \
{statsmodels.__version__} and NumPy {np.__version__};
// seed {SEED}. Invented data with ties, late entry and covariates that change; do not edit.
// swift-format-ignore-file

/// Data and the figures that independent implementations give for them.
enum SurvivalOracle {{""")
    listed("times", "(entry: Double, time: Double, isEvent: Bool, group: Int)",
           [(r.entry, r.time, "true" if r.event else "false", str(r.group)) for r in frame.itertuples()])
    listed("steps", "(time: Double, survival: Double, error: Double, low: Double, high: Double, hazard: Double)", steps)
    print(f"    static let median: Double = {number(median)}")
    print(f"    static let meanTo30: Double = {number(mean)}")
    print("    // Without late entry: lifelines' test has none.")
    print(f"    static let logRank3 = (statistic: {number(rank.test_statistic)}, p: {number(rank.p_value)})")
    print(f"    static let logRank2 = (statistic: {number(two.test_statistic)}, p: {number(two.p_value)})")
    listed("rows", "(start: Double, stop: Double, isEvent: Bool, fixed: Double, varying: Double)",
           [(r.start, r.stop, "true" if r.event else "false", r.fixed, r.varying) for r in spans.itertuples()])
    print(f"    static let estimates = [{', '.join(map(number, estimates))}]")
    print(f"    static let errors = [{', '.join(map(number, errors))}]")
    print(f"    static let logLikelihood = {number(likelihood)}")
    print("}")


if __name__ == "__main__":
    sys.exit(main())
