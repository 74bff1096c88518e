using System.Collections.Generic;
using System.IO;
using Octavo.Compiler;
using Octavo.Conformance;
using Octavo.Conformance.Suites;
using Octavo.Conformance.Verdicts;
using Octavo.Generator.Tests.Support;
using Octavo.Harness;
using Xunit;

namespace Octavo.Generator.Tests.Networks;

/// <summary>What the conformance suite takes for equal, and what it compares with where nothing is recorded.</summary>
public sealed class VerdictTests
{
    [Theory]
    [InlineData(1.0005f, true)]
    [InlineData(1.01f, false)]
    [InlineData(float.NaN, false)]
    public void Floats_differ_by_a_share_of_the_value(float actual, bool equal) => Assert.Equal(equal, Difference(actual) is null);

    [Fact]
    public void A_float_outside_is_accepted_where_it_is_nearer_to_float64()
    {
        Assert.Null(Difference(1.01f, exact: 1.02));
        Assert.NotNull(Difference(1.01f, exact: 1.001));
    }

    [Fact]
    public void A_code_of_16_bits_may_be_the_next_one()
    {
        Assert.Null(Difference(1.01f, exact: 1, step: 0.01));
        Assert.NotNull(Difference(1.02f, exact: 1, step: 0.01));
    }

    [Fact]
    public void In_float64_nothing_is_lost()
    {
        OnnxBuilder model = new OnnxBuilder().Input("x", ElementType.Float32, 1, 3).Initializer("w", [3, 1], 1f, 1, 1).Initializer("b", [1], -1e8f)
            .Node("MatMul", ["x", "w"], ["product"]).Node("Add", ["product", "b"], ["y"]).Output("y");
        IReadOnlyList<(TensorData Data, double Step)>? exact = DoubleEvaluation.Run(model.Source(), Lowered.Options, [TensorData.Floats(new Shape(1, 3), 1e8f, 0.25f, 0.5f)]);
        Assert.Equal((0.75, 0), (exact![0].Data.FloatAt(0), exact[0].Step));
    }

    [Fact]
    public void Codes_of_16_bits_have_a_step()
    {
        OnnxBuilder model = new OnnxBuilder(opset: 21).Input("x", ElementType.Float32, 1, 2).Scalar("s", 0.5f).Scalar("z", (ushort)7)
            .Node("QuantizeLinear", ["x", "s", "z"], ["q"]).Node("DequantizeLinear", ["q", "s", "z"], ["y"]).Output("y");
        Assert.Equal(0.5, DoubleEvaluation.Run(model.Source(), Lowered.Options, [TensorData.Floats(new Shape(1, 2), 1, 2)])![0].Step);
    }

    [Fact]
    public void Shapes_that_a_model_leaves_open_come_from_the_index_of_the_suite()
    {
        using var folder = new TemporaryFolder();
        OnnxBuilder model = new OnnxBuilder().Input("x", ElementType.Float32, 2, "steps").Node("Relu", ["x"], ["y"]).Output("y");
        folder.Write(Path.Combine("suite", "open", "model.onnx"), model.Build());
        folder.Write(Path.Combine("suite", "index.json"), """[{"dir": "open", "ort": {"test_shapes": {"x": [2, 5]}}}, {"dir": "other", "ort": null}]"""u8.ToArray());
        TestModel found = Assert.Single(TestModel.Find(Path.Combine(folder.Root, "suite"), null));
        Assert.Equal(new Shape(2, 5), found.Shapes["x"]);

        // Nothing is recorded: it counts as passed only where ONNX Runtime is there to compare with.
        Verdict verdict = Assert.Single(ConformanceCommand.Judge([found]));
        Assert.Contains(verdict.Outcome, (Outcome[])[Outcome.Passed, Outcome.Unchecked]);
    }

    private static string? Difference(float actual, double? exact = null, double step = 0) => Conformance.Verdicts.Difference.Of(
        TensorData.Floats(new Shape(1), 1),
        new NetworkTensor("y", typeof(float), 1, [1]),
        new[] { actual },
        exact is { } value ? (TensorData.From<double>(ElementType.Float64, new Shape(1), [value]), step) : null);
}
