"""Advice on which built-in algorithm answers a problem, and what it needs."""

from advisor.advise.models import Advice, Question, Recommendation, Setting
from advisor.advise.problem import Problem
from advisor.advise.recommend import recommend

__all__ = ["Advice", "Problem", "Question", "Recommendation", "Setting", "recommend"]
