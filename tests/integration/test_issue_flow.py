from __future__ import annotations


def test_try(desk_counter):
    import time

    t = time.perf_counter()
    d = desk_counter()
    print("open", time.perf_counter() - t)
    t = time.perf_counter()
    v = d.reserved()
    print(time.perf_counter() - t)
    t = time.perf_counter()
    v = d.printed()
    print(time.perf_counter() - t)
    t = time.perf_counter()
    v = d.handed_over()
    print(time.perf_counter() - t)
    t = time.perf_counter()
    print(d.verify(), time.perf_counter() - t)
