"""The geometry of charts, in exact numbers."""

import pytest

from core.web import charts


def test_a_bar_is_as_wide_as_its_percentage() -> None:
    chart = charts.bar_chart([("Ya", 30, 75.0), ("Tidak", 10, 25.0)])
    assert [bar.width for bar in chart.bars] == [75.0, 25.0]
    assert [bar.y for bar in chart.bars] == [21, 70]
    assert chart.bars[0].lines == (charts.Label("Ya", 14),)
    assert chart.height == 84


def test_bars_may_fill_the_width_with_the_greatest() -> None:
    chart = charts.bar_chart([("Ya", 3, 40.0), ("Tidak", 1, 10.0)], top=None)
    assert [bar.width for bar in chart.bars] == [100.0, 25.0]


def test_a_suppressed_bar_keeps_its_row_and_gives_nothing_away() -> None:
    chart = charts.bar_chart([("SMP", None, 3.1), ("SMA", 9, 96.9)])
    assert chart.bars[0].hidden
    assert (chart.bars[0].width, chart.bars[0].percent) == (0.0, None)
    assert not chart.bars[1].hidden


def test_a_bar_never_leaves_its_frame() -> None:
    assert charts.bar_chart([("Ya", 5, 130.0)]).bars[0].width == 100.0


def test_no_rows_no_height() -> None:
    assert charts.bar_chart([]) == charts.BarChart((), 0)
    assert charts.bar_chart([("Ya", 0, 0.0)], top=None).bars[0].width == 0.0


def test_a_long_label_takes_more_lines_and_pushes_its_bar_down() -> None:
    label = "Penanganan Pengaduan, Saran dan Masukan dari Masyarakat"
    bar = charts.bar_chart([(label, 5, 50.0)]).bars[0]
    assert [line.y for line in bar.lines] == [14, 33]
    assert " ".join(line.text for line in bar.lines) == label
    assert bar.y == 40


def test_likert_segments_lie_side_by_side() -> None:
    chart = charts.likert_chart(["1", "2", "3", "4"], [("Waktu", [10, 20, 0, 70])])
    segments = chart.rows[0].segments
    assert [(s.x, s.width, s.middle) for s in segments] == [
        (0.0, 10.0, 5.0),
        (10.0, 20.0, 20.0),
        (30.0, 70.0, 65.0),
    ]
    assert [s.tone for s in segments] == [1, 3, 7]
    assert [s.dark for s in segments] == [True, False, True]
    assert [s.inside for s in segments] == [False, True, True]
    assert chart.legend == (("1", 1), ("2", 3), ("3", 5), ("4", 7))
    assert chart.height == 47


def test_a_number_stands_in_a_segment_from_13_percent_on() -> None:
    segments = charts.likert_chart(["1", "2"], [("", [13, 87])]).rows[0].segments
    assert [s.inside for s in segments] == [True, True]
    segments = charts.likert_chart(["1", "2"], [("", [129, 871])]).rows[0].segments
    assert [s.inside for s in segments] == [False, True]


def test_a_suppressed_likert_row_has_no_segments() -> None:
    row = charts.likert_chart(["1", "2"], [("Biaya", None)]).rows[0]
    assert row.hidden
    assert row.segments == ()


def test_a_row_without_answers_is_empty_not_an_error() -> None:
    row = charts.likert_chart(["1", "2"], [("Biaya", [0, 0])]).rows[0]
    assert not row.hidden
    assert row.segments == ()


@pytest.mark.parametrize("steps", [0, 8])
def test_too_many_steps_are_refused(steps: int) -> None:
    with pytest.raises(ValueError, match="1 to 7 steps"):
        charts.likert_chart([str(i) for i in range(steps)], [])


def test_counts_must_fit_the_scale() -> None:
    with pytest.raises(ValueError, match="3 counts for 2 steps"):
        charts.likert_chart(["1", "2"], [("Waktu", [1, 2, 3])])


def test_a_line_runs_from_left_to_right_and_high_is_up() -> None:
    chart = charts.line_chart(["A", "B", "C"], [("Kecamatan", [70.0, 85.0, 100.0])], 70, 100)
    line = chart.lines[0]
    assert [(dot.x, dot.y) for dot in line.dots] == [(15.0, 210.0), (53.5, 110.0), (92.0, 10.0)]
    assert line.strokes == (charts.Stroke(15.0, 210.0, 53.5, 110.0), charts.Stroke(53.5, 110.0, 92.0, 10.0))
    assert [(tick.value, tick.at) for tick in chart.ticks] == [
        (70, 210), (77.5, 160), (85, 110), (92.5, 60), (100, 10),
    ]  # fmt: skip
    assert chart.height == 240


def test_a_missing_value_breaks_the_line() -> None:
    line = charts.line_chart(["A", "B", "C"], [("Alak", [1, None, 2])], 0, 4).lines[0]
    assert line.strokes == ()
    assert [dot.y for dot in line.dots] == [160.0, None, 110.0]


def test_few_labels_stand_under_a_long_line() -> None:
    labels = [f"S{i}" for i in range(10)]
    chart = charts.line_chart(labels, [("Alak", [1.0] * 10)], 0, 4)
    assert [text for _, text in chart.axis] == ["S0", "S3", "S6", "S9"]
    assert chart.labels == tuple(labels)


def test_one_point_is_a_chart_too() -> None:
    chart = charts.line_chart(["A"], [("Alak", [2.0])], 0, 4)
    assert chart.axis == ((15.0, "A"),)
    assert chart.lines[0].strokes == ()


def test_an_axis_must_rise() -> None:
    with pytest.raises(ValueError, match="above"):
        charts.line_chart(["A"], [], 4, 4)
    with pytest.raises(ValueError, match="above"):
        charts.interval_chart([], 4, 4)


def test_three_lines_are_the_limit() -> None:
    series = [(str(i), [1.0]) for i in range(4)]
    assert len(charts.line_chart(["A"], series[:3], 0, 4).lines) == 3
    with pytest.raises(ValueError, match="three"):
        charts.line_chart(["A"], series, 0, 4)


def test_before_and_after_on_one_axis() -> None:
    chart = charts.interval_chart([("Sebelum", 40, 30, 50), ("Sesudah", 20, None, None)], 0, 100, target=10)
    before, after = chart.marks
    assert (before.x_low, before.x, before.x_high) == (31.2, 40.6, 50.0)
    assert (after.x, after.x_low, after.x_high) == (21.8, None, None)
    assert (before.y, after.y) == (31, 86)
    assert (chart.target, chart.target_x) == (10, 12.4)
    assert (chart.plot_height, chart.height) == (110, 134)
    assert [tick.at for tick in chart.ticks] == [3, 26.5, 50, 73.5, 97]


def test_a_hidden_measurement_has_no_place() -> None:
    mark = charts.interval_chart([("Sesudah", None, None, None)], 0, 100).marks[0]
    assert (mark.x, mark.x_low, mark.x_high) == (None, None, None)


def test_values_beyond_the_axis_stay_at_its_end() -> None:
    chart = charts.interval_chart([("Sebelum", 400, -5, 900)], 0, 100, target=200)
    assert (chart.marks[0].x, chart.marks[0].x_low, chart.marks[0].x_high, chart.target_x) == (97, 3, 97, 97)
    assert charts.line_chart(["A"], [("Alak", [9.0])], 0, 4).lines[0].dots[0].y == 10
