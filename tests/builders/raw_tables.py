"""Tables as people have them: with headers, ids, dates and text, the target anywhere."""

from __future__ import annotations

import random

SOURCE = random.Random(1)


def rows(header: str, count: int, *cells: object) -> str:
    """A table; each cell is a function of the row number or a list to draw from."""
    drawn = ((cell(i) if callable(cell) else SOURCE.choice(cell) for cell in cells) for i in range(count))  # type: ignore[arg-type]  # values of several types
    return "\n".join((header, *(",".join(map(str, row)) for row in drawn))) + "\n"


FLOWERS = rows("sepal,petal,species", 90, lambda i: 4 + i / 50, lambda i: 1 + i / 30, lambda i: f"s{i % 3}")
CUSTOMERS = rows(
    "customerID,tenure,Contract,Charges,Churn", 200, lambda i: f"{i:04d}-XYZ", lambda i: i % 72,
    ["monthly", "yearly"], lambda i: 20 + i / 7, lambda i: "Yes" if i % 4 == 0 else "No",
)  # fmt: skip
PASSENGERS = rows(
    "PassengerId,Survived,Name,Fare", 200, lambda i: i + 1, lambda i: int(i % 5 < 2),
    lambda i: f'"Kelly, Mr. James the {i}"', lambda i: 7.25 + i,
)  # fmt: skip
RATINGS = rows(
    "userId,movieId,rating,timestamp", 300, lambda i: i % 30 + 1, lambda i: i * 7 % 40 + 1, [0.5, 1, 3.5, 4, 5],
    lambda i: 964982703 + 60 * i,
)  # fmt: skip
SALES = "month,store,sales\n" + "".join(
    f"{2015 + m // 12}-{m % 12 + 1:02d}-01,s{s},{100 + m * s + m % 7}.5\n" for m in range(60) for s in range(3)
)
TWEETS = rows(
    "id,text,sentiment", 120, lambda i: i, lambda i: f"I really like this airline number {i}", ["pos", "neg", "neutral"]
)
LOGINS = rows("time,user,ip", 120, lambda i: f"2024-01-{i % 28 + 1:02d} 10:00:00", lambda i: f"u{i % 9}",
              lambda i: f"10.0.{i % 200}.7")  # fmt: skip
TABLES = {
    "flowers": FLOWERS, "customers": CUSTOMERS, "passengers": PASSENGERS, "ratings": RATINGS, "sales": SALES,
    "tweets": TWEETS, "logins": LOGINS,
}  # fmt: skip
