"""Letters: A is the best; "-" means that there is no rating."""

from secscan.model.standard import Scoring

UNRATED = "-"


def rating_of(scoring: Scoring, value: float) -> str:
    """The letter of an unrounded value."""
    return next((rating.letter for rating in scoring.ratings if value >= rating.minimum), scoring.ratings[-1].letter)


def worse(scoring: Scoring, *letters: str) -> str:
    """The worst of the letters; "-" is worse than any."""
    return max(letters, key=lambda letter: rank(scoring, letter))


def rank(scoring: Scoring, letter: str) -> int:
    """0 is the best; "-" comes after the last letter."""
    known = [rating.letter for rating in scoring.ratings]
    return known.index(letter) if letter in known else len(known)


def stepped_up(scoring: Scoring, letter: str, steps: int) -> str:
    """The letter so many steps above, at most the best."""
    return scoring.ratings[max(0, rank(scoring, letter) - steps)].letter
