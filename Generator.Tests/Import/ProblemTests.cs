using System;
using System.Collections.Generic;
using System.Linq;
using Octavo.Compiler;
using Octavo.Compiler.Import;
using Octavo.Compiler.Onnx.Schema;
using Octavo.Generator.Tests.Support;
using Xunit;

namespace Octavo.Generator.Tests.Import;

/// <summary>One import finds all problems, each once, and says where and what to do.</summary>
public sealed class ProblemTests
{
    [Fact]
    public void Collects_every_distinct_problem()
    {
        IReadOnlyList<Problem> problems = Importing.RefusedFor(new OnnxBuilder()
            .Input("x", ElementType.Float32, 1, 2, 4, 4)
            .NamedNode("first", "OptionalHasElement", ["x"], ["a"])
            .NamedNode("second", "OptionalHasElement", ["x"], ["b"])
            .NamedNode("r1", "MaxPool", ["x"], ["c"], ("kernel_shape", new[] { 2, 2 }), ("pads", new[] { -1, 0, 0, 0 }))
            .NamedNode("r2", "MaxPool", ["x"], ["d"], ("kernel_shape", new[] { 2, 2 }), ("pads", new[] { -1, 0, 0, 0 }))
            .NamedNode("after", "Add", ["a", "c"], ["e"])
            .NamedNode("t", "Transpose", ["x"], ["f"], ("perm", new[] { 0, 0, 1, 2 }))
            .Output("b").Output("d").Output("e").Output("f"));

        Assert.Equal([ProblemKind.UnsupportedOperator, ProblemKind.UnsupportedAttribute, ProblemKind.InvalidGraph], problems.Select(p => p.Kind));
        Assert.Contains("OptionalHasElement is not supported (2 nodes, the first is 'first')", problems[0].Message, StringComparison.Ordinal);
        Assert.StartsWith("MaxPool node 'r1' (and 1 more)", problems[1].Message, StringComparison.Ordinal);
        Assert.StartsWith("Transpose node 't'", problems[2].Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("OptionalHasElement")]
    [InlineData("com.microsoft:WordConvEmbedding")]
    [InlineData("ai.onnx.training:Adam")]
    public void Operators_outside_the_table_are_refused(string op)
    {
        Problem problem = Importing.Refused(new OnnxBuilder().Input("x", ElementType.Float32, 2).Node(op, ["x"], ["y"]).Output("y"));

        Assert.Equal(ProblemKind.UnsupportedOperator, problem.Kind);
        Assert.Contains(op.Replace(':', '.'), problem.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(5)]
    [InlineData(29)]
    public void Operator_sets_outside_the_range_are_refused(int opset) => Assert.Equal(
        ProblemKind.UnsupportedOperator,
        Importing.Refused(new OnnxBuilder(opset).Input("x", ElementType.Float32, 2).Node("Add", ["x", "x"], ["y"]).Output("y")).Kind);

    [Fact]
    public void The_long_name_of_the_standard_domain_is_understood()
    {
        var model = new OnnxBuilder();
        model.Model.OpsetImport[0].Domain = "ai.onnx";

        Assert.Equal("Relu", Importing.Operators(model.Input("x", ElementType.Float32, 2).Node("ai.onnx:Relu", ["x"], ["y"]).Output("y")));
    }

    [Fact]
    public void Unknown_attributes_are_refused() => Assert.Equal(
        ProblemKind.UnsupportedAttribute,
        Importing.Refused(new OnnxBuilder().Input("x", ElementType.Float32, 2).Node("Relu", ["x"], ["y"], ("leak", 0.5f)).Output("y")).Kind);

    [Fact]
    public void Attributes_of_another_kind_are_malformed() => Assert.Equal(
        ProblemKind.MalformedModel,
        Importing.Refused(new OnnxBuilder().Input("x", ElementType.Float32, 2).Node("Softmax", ["x"], ["y"], ("axis", 1f)).Output("y")).Kind);

    [Fact]
    public void Extra_outputs_are_refused_when_they_are_read() => Assert.Equal(
        ProblemKind.UnsupportedAttribute,
        Importing.Refused(new OnnxBuilder()
            .Input("x", ElementType.Float32, 1, 1, 4, 4)
            .Initializer<float>("c", [1], 1)
            .Node("BatchNormalization", ["x", "c", "c", "c", "c"], ["y", "mean"])
            .Output("y").Output("mean")).Kind);

    [Fact]
    public void Unread_nodes_do_not_matter() => Assert.Equal(
        "Relu", Importing.Operators(new OnnxBuilder().Input("x", ElementType.Float32, 2).Node("LSTM", ["x"], ["z"]).Node("Relu", ["x"], ["y"]).Output("y")));

    [Fact]
    public void Nodes_may_come_in_any_order() => Assert.Equal(
        "Relu Tanh", Importing.Operators(new OnnxBuilder().Input("x", ElementType.Float32, 2).Node("Tanh", ["r"], ["y"]).Node("Relu", ["x"], ["r"]).Output("y")));

    [Fact]
    public void A_cycle_is_invalid() => AssertInvalid(
        "cycle", new OnnxBuilder().Input("x", ElementType.Float32, 2).Node("Add", ["x", "b"], ["a"]).Node("Relu", ["a"], ["b"]).Output("a"));

    [Fact]
    public void Names_must_be_unique() => AssertInvalid(
        "two values", new OnnxBuilder().Input("x", ElementType.Float32, 2).Node("Relu", ["x"], ["y"]).Node("Tanh", ["x"], ["y"]).Output("y"));

    [Fact]
    public void Names_that_nothing_gives_are_invalid() => AssertInvalid(
        "'nowhere'", new OnnxBuilder().Input("x", ElementType.Float32, 2).Node("Add", ["x", "nowhere"], ["y"]).Output("y"));

    [Fact]
    public void Shapes_that_do_not_fit_are_invalid() => AssertInvalid(
        "[2] and [3]",
        new OnnxBuilder().Input("x", ElementType.Float32, 2).Initializer<float>("c", [3], 1, 2, 3).Node("Add", ["x", "c"], ["y"]).Output("y"));

    [Fact]
    public void Mixed_element_types_are_invalid() => AssertInvalid(
        "f32 and s64",
        new OnnxBuilder().Input("x", ElementType.Float32, 2).Scalar("c", 3L).Node("Add", ["x", "c"], ["y"]).Output("y"));

    [Fact]
    public void A_declared_output_that_is_wrong_is_a_warning()
    {
        ImportedModel model = Importing.Import(new OnnxBuilder().Input("x", ElementType.Float32, 2, 3).Node("Relu", ["x"], ["y"]).Output("y", ElementType.Float32, 3, 2));

        Assert.Equal(ProblemSeverity.Warning, Assert.Single(model.Problems).Severity);
        Assert.Equal(new Shape(2, 3), model.Graph.Outputs[0].Value.Shape);
    }

    [Fact]
    public void Sparse_constants_are_refused()
    {
        OnnxBuilder model = new OnnxBuilder().Input("x", ElementType.Float32, 2).Node("Relu", ["x"], ["y"]).Output("y");
        model.Model.Graph.SparseInitializer.Add(new SparseTensorProto { Values = new TensorProto { Name = "s" } });

        Assert.Equal(ProblemKind.UnsupportedType, Importing.Refused(model).Kind);
    }

    [Fact]
    public void Inputs_that_are_no_tensors_are_refused()
    {
        OnnxBuilder model = new OnnxBuilder().Input("x", ElementType.Float32, 2).Node("Identity", ["x"], ["y"]).Output("y");
        model.Model.Graph.Input[0].Type = new TypeProto { SequenceType = new TypeProto.Types.Other() };

        Assert.Contains("sequence", Importing.Refused(model).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("a\r\nerror CS0000: b", "a\\u000D\\u000Aerror CS0000: b")]
    [InlineData("it's \"here\"\\", "it\\u0027s \\u0022here\\u0022\\u005C")]
    [InlineData("left\u202Eright", "left\\u202Eright")]
    [InlineData("Größe 大小 😀", "Größe 大小 😀")]
    public void Names_are_made_printable(string name, string expected)
    {
        OnnxBuilder model = new OnnxBuilder().Input("x", ElementType.Float32, 2).NamedNode("n", "Add", ["x", "x"], ["y"], ("unknown", 1)).Output("y");
        model.Model.Graph.Node[0].Name = name;

        Assert.Equal(expected, Printable.Escape(name));
        Assert.DoesNotContain('\n', Importing.Refused(model).Message);
    }

    [Fact]
    public void Half_a_character_is_made_printable() => Assert.Equal("a\\uD800", Printable.Escape("a\uD800"));

    [Fact]
    public void Long_names_are_cut() => Assert.InRange(Printable.Quote(new string('x', 100_000)).Length, 50, 110);

    [Fact]
    public void The_table_lists_each_operator_once_with_its_sets()
    {
        Assert.Equal(OperatorTable.Entries.Count, OperatorTable.Entries.Select(e => (e.Domain, e.Name)).Distinct().Count());
        Assert.All(OperatorTable.Entries, e => Assert.InRange(e.Since, 1, e.Until));
    }

    private static void AssertInvalid(string reason, OnnxBuilder model)
    {
        Problem problem = Importing.Refused(model);

        Assert.Equal(ProblemKind.InvalidGraph, problem.Kind);
        Assert.Contains(reason, problem.Message, StringComparison.Ordinal);
    }
}
