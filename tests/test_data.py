"""Toy data and digits: shapes, seeds, and that the digits are what their makers made."""

import numpy as np
import pytest

from lessons_lib import data

PLANE = [data.moons, data.circles, data.spirals, data.blobs, data.xor]


@pytest.mark.parametrize("make", PLANE)
def test_points_in_the_plane_with_labels_half_and_half(make):
    points, labels = make(100)
    assert points.shape == (100, 2) and np.bincount(labels).tolist() == [50, 50]
    assert np.abs(points).max() < 3


@pytest.mark.parametrize("make", [data.slope, data.hills])
def test_points_in_the_plane_with_heights(make):
    points, heights = make(100, noise=0)
    assert points.shape == (100, 2) and heights.shape == (100,)
    assert np.abs(points).max() <= 2 and np.abs(heights).max() <= 1 and heights.min() < -0.5 < 0.5 < heights.max()
    assert np.std(make(1000, noise=0.5)[1] - make(1000, noise=0)[1]) == pytest.approx(0.5, abs=0.05)


@pytest.mark.parametrize("make", [*PLANE, data.slope, data.hills, data.noisy_curve])
def test_the_seed_decides_and_nothing_else(make):
    np.random.seed(0)
    first = make(50, seed=3)[0]
    np.random.seed(1)
    assert np.array_equal(first, make(50, seed=3)[0])
    assert not np.array_equal(first, make(50, seed=4)[0])


@pytest.mark.parametrize("n", [0, 1, 2.5, "many"])
def test_too_few_points_are_refused(n):
    with pytest.raises(ValueError, match="whole number from 2"):
        data.moons(n)


def test_blobs_come_in_as_many_classes_as_asked():
    assert set(data.blobs(30, classes=5)[1]) == set(range(5))


def test_the_noisy_curve_is_a_sine():
    x, y = data.noisy_curve(500, noise=0.0)
    assert x.shape == y.shape == (500, 1) and np.allclose(y, np.sin(1.5 * x))


def test_digits_are_split_without_loss_or_overlap():
    training, test = data.digits()
    assert (len(training.x), len(test.x)) == (1438, 359)
    assert training.x.shape[1] == 64 and 0 == training.x.min() and training.x.max() == 1
    rows = {row.tobytes() for row in np.vstack([training.x, test.x])}
    assert len(rows) == 1797
    assert set(test.labels) == set(range(10))


def test_blocks_are_counted_as_for_the_digits():
    bitmap = np.zeros((32, 32))
    bitmap[0:4, 4:8] = 1
    bitmap[31, 31] = 1
    image = data.count_blocks(bitmap).reshape(8, 8)
    assert image[0, 1] == 1 and image[7, 7] == 1 / 16 and image.sum() == 1 + 1 / 16
    with pytest.raises(ValueError, match=r"\(32, 32\), got shape \(8, 8\)"):
        data.count_blocks(image)


@pytest.mark.parametrize("use, message", [
    (lambda: data.moons(20, noise="0"), "noise is a finite number, at least 0, got '0'"),
    (lambda: data.noisy_curve("60"), "n, one point per class or more, is a whole number from 1 up, got '60'"),
    (lambda: data.noisy_curve(noise=-1), "noise is a finite number, at least 0, got -1"),
    (lambda: data.spirals(turns=None), "turns is a finite number, got None"),
    (lambda: data.blobs(classes=0), "classes is a whole number from 1 up, got 0"),
    (lambda: data.digits("0.2"), "test_share is a finite number, at least 0, below 1, got '0.2'"),
    (lambda: data.digits(1.5), "test_share is a finite number, at least 0, below 1, got 1.5"),
    (lambda: data.digits(seed="a"), "a seed is a whole number from 0 up, or a NumPy generator, got 'a'"),
    (lambda: data.count_blocks([[1], [2, 3]]), "a bitmap expects numbers in a regular shape"),
])  # fmt: skip
def test_odd_arguments_are_told(use, message):
    with pytest.raises(ValueError, match=message):
        use()
