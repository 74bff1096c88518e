using System.Collections.Generic;
using System.Linq;
using Octavo.Conformance;
using Octavo.Conformance.Suites;
using Octavo.Conformance.Verdicts;
using Octavo.Generator.Tests.Support;
using Xunit;

namespace Octavo.Generator.Tests.Networks;

/// <summary>Whatever of ONNX's own test models compiles, gives the expected tensors when the generated code runs; the rest is refused.</summary>
public sealed class ConformanceTests
{
    /// <param name="least">How many of the suite's models have to pass, so that the test cannot pass by refusing them.</param>
    [SkippableTheory]
    [InlineData("node", 272)]
    [InlineData("simple", 1)]
    [InlineData("light", 5)]
    [InlineData("pytorch-converted", 47)]
    [InlineData("pytorch-operator", 19)]
    public void Models_pass_or_are_refused(string suite, int least)
    {
        Skip.IfNot(SharedData.IsPresent, SharedData.Absent);
        IReadOnlyList<Verdict> verdicts = ConformanceCommand.Judge(TestModel.Find(SharedData.Path("onnx-tests", suite), null));

        Assert.Empty(verdicts.Where(v => v.Outcome is Outcome.Wrong or Outcome.Crashed).Select(v => $"{v.Model.Name}: {v.Reason}"));
        Assert.InRange(Tally.Of(verdicts).Passed, least, verdicts.Count);
    }
}
