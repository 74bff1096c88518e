using System.Collections.Generic;
using System.Linq;

namespace Octavo.Conformance.Verdicts;

/// <summary>How many of some verdicts have which outcome.</summary>
internal sealed record Tally(int Passed, int Refused, int Wrong, int Crashed, int Unchecked)
{
    public static Tally Of(IEnumerable<Verdict> verdicts)
    {
        ILookup<Outcome, Verdict> byOutcome = verdicts.ToLookup(v => v.Outcome);
        int Count(Outcome outcome) => byOutcome[outcome].Count();
        return new Tally(Count(Outcome.Passed), Count(Outcome.Refused), Count(Outcome.Wrong), Count(Outcome.Crashed), Count(Outcome.Unchecked));
    }

    public override string ToString() => $"{Passed} passed, {Refused} refused, {Wrong} wrong, {Crashed} crashed";
}
