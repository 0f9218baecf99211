from projections.progress import Lag
from services.metrics import Metrics


def test_metrics_of_two_services_are_kept_apart() -> None:
    one, other = Metrics(), Metrics()
    one.conflict()

    assert b"union_ledger_append_conflicts_total 1.0" in one.exposition()
    assert b"union_ledger_append_conflicts_total 0.0" in other.exposition()


def test_recording_is_counted_by_type() -> None:
    metrics = Metrics()
    metrics.recorded(["dues.paid", "dues.paid", "aid.disbursed"], 0.003)
    metrics.retry()
    metrics.repeated()
    shown = metrics.exposition().decode()

    assert 'union_ledger_events_recorded_total{type="dues.paid"} 2.0' in shown
    assert 'union_ledger_append_seconds_bucket{le="0.005"} 1.0' in shown
    assert "union_ledger_append_retries_total 1.0" in shown
    assert "union_ledger_requests_repeated_total 1.0" in shown


def test_lags_are_those_of_the_last_scrape() -> None:
    metrics = Metrics()
    metrics.measure_lags([Lag(read_model="gone", events=3, seconds=1.5, stopped=1)])
    metrics.measure_lags([Lag(read_model="balances", events=2, seconds=0.5, stopped=0)])
    shown = metrics.exposition().decode()

    assert 'union_ledger_projection_lag_events{read_model="balances"} 2.0' in shown
    assert 'union_ledger_projection_lag_seconds{read_model="balances"} 0.5' in shown
    assert "gone" not in shown


def test_a_method_that_nobody_knows_makes_no_series() -> None:
    metrics = Metrics()
    metrics.answered(method="BREW", route="none", status=405, seconds=0.1)

    assert 'method="OTHER"' in metrics.exposition().decode()


def test_a_stop_is_counted_by_read_model_alone() -> None:
    metrics = Metrics()
    metrics.projector.stopped("balances", "demo-union", 7)  # type: ignore[arg-type] # a plain string will do here
    shown = metrics.exposition().decode()

    assert 'union_ledger_projection_stops_total{read_model="balances"} 1.0' in shown
    assert "demo-union" not in shown
