using System;
using System.Collections.Generic;
using System.Linq;
using Octavo.Conformance;
using Octavo.Conformance.Suites;
using Octavo.Conformance.Verdicts;
using Octavo.Generator.Tests.Support;
using Octavo.Harness;
using Xunit;

namespace Octavo.Generator.Tests.Networks;

/// <summary>Whatever of ONNX's own test models compiles, gives the expected tensors when the generated code runs; the rest is refused.</summary>
public sealed class ConformanceTests
{
    public static TheoryData<string> Cases => [.. StandardCases.All.Keys];

    [Theory]
    [MemberData(nameof(Cases))]
    public void Standard_cases_have_the_results_that_the_standard_says(string name)
    {
        StandardCases.Case standard = StandardCases.All[name]();
        using CompiledNetwork network = CompiledNetwork.Load(standard.Model.Build());

        Array[] results = network.Run(standard.Inputs);
        foreach ((Array expected, Array actual) in standard.Outputs.Zip(results))
        {
            if (expected is float[] floats)
            {
                Assert.Equal(floats, (float[])actual, (e, a) => MathF.Abs(e - a) <= 1e-5f * MathF.Max(1, MathF.Abs(e)));
            }
            else
            {
                Assert.Equal(expected, actual);
            }
        }
    }

    /// <param name="least">How many of the suite's models have to pass, so that the test cannot pass by refusing them.</param>
    /// <param name="filter">Parts of the names of the models to run; null for all.</param>
    [SkippableTheory]
    [InlineData("node", 740)]
    [InlineData("simple", 15)]
    [InlineData("light", 6, "densenet,inception,resnet,shufflenet,squeezenet")]
    [InlineData("pytorch-converted", 82)]
    [InlineData("pytorch-operator", 35)]
    public void Models_of_ONNX_pass_or_are_refused(string suite, int least, string? filter = null) => AssertPass(least, filter, "onnx-tests", suite);

    [SkippableFact]
    public void Models_of_ONNX_Runtimes_tests_pass_or_are_refused() => AssertPass(13, null, "ort-tests");

    private static void AssertPass(int least, string? filter, params string[] folder)
    {
        Skip.IfNot(SharedData.IsPresent, SharedData.Absent);
        IReadOnlyList<Verdict> verdicts = ConformanceCommand.Judge(TestModel.Find(SharedData.Path(folder), filter));

        Assert.Empty(verdicts.Where(v => v.Outcome is Outcome.Wrong or Outcome.Crashed).Select(v => $"{v.Model.Name}: {v.Reason}"));
        Assert.InRange(Tally.Of(verdicts).Passed, least, verdicts.Count);
    }
}
