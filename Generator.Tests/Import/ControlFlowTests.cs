using System.Collections.Generic;
using System.Linq;
using Octavo.Compiler;
using Octavo.Compiler.Onnx.Schema;
using Octavo.Compiler.Reference;
using Octavo.Generator.Tests.Support;
using Xunit;

namespace Octavo.Generator.Tests.Import;

/// <summary>Branches, loops and functions of the model's own disappear at import.</summary>
public sealed class ControlFlowTests
{
    [Theory]
    [InlineData(true, "Neg")]
    [InlineData(false, "Abs Neg")]
    public void A_known_condition_takes_its_branch(bool condition, string operators)
    {
        OnnxBuilder model = Branches(Branch("Neg"), Branch("Abs", "Neg")).Scalar("c", condition);

        Assert.Equal(operators, Importing.Operators(model));
    }

    [Theory]
    [InlineData(true, -3)]
    [InlineData(false, 3)]
    public void Of_two_branches_with_equal_types_the_results_are_chosen_at_run_time(bool condition, float expected)
    {
        Graph graph = Importing.Graph(Branches(Branch("Neg"), Branch("Abs")).Input("c", ElementType.Bool));

        IReadOnlyList<TensorData> results = Evaluator.Run(graph, [TensorData.Floats(new Shape(1), 3), new TensorData(ElementType.Bool, Shape.Scalar, [condition ? (byte)1 : (byte)0])]);
        Assert.Equal([expected], results[0].ToFloats());
    }

    [Fact]
    public void Branches_with_different_shapes_need_a_condition_that_is_known()
    {
        GraphProto longer = Branch("Neg");
        longer.Node.Add(Node("Concat", ["t", "t"], ["u"], ("axis", 0)));
        longer.Output[0].Name = "u";

        Problem problem = Importing.Refused(Branches(longer, Branch("Abs")).Input("c", ElementType.Bool));

        Assert.Equal((ProblemKind.SymbolicShape, "c"), (problem.Kind, problem.OpenInput));
    }

    [Fact]
    public void What_a_branch_cannot_hold_is_refused_and_the_other_branch_is_not_asked()
    {
        Assert.Equal(ProblemKind.UnsupportedOperator, Importing.Refused(Branches(Branch("StringSplit"), Branch("Abs")).Scalar("c", true)).Kind);
        Assert.Equal("Abs", Importing.Operators(Branches(Branch("StringSplit"), Branch("Abs")).Scalar("c", false)));
    }

    [Fact]
    public void A_loop_is_unrolled_with_its_state_and_its_outputs_stacked()
    {
        // Each step adds its number to the state and gives the state before.
        GraphProto body = Body(["i", "going", "s"], ["going", "next", "before"]);
        body.Node.Add(Node("Cast", ["i"], ["r"], ("to", 1)));
        body.Node.Add(Node("Add", ["s", "r"], ["next"]));
        body.Node.Add(Node("Identity", ["s"], ["before"]));
        OnnxBuilder model = new OnnxBuilder().Input("x", ElementType.Float32, 2).Scalar("n", 4L).Scalar("c", true)
            .Node("Loop", ["n", "c", "x"], ["y", "steps"], ("body", body)).Output("y").Output("steps");

        IReadOnlyList<TensorData> results = Evaluator.Run(Importing.Graph(model), [TensorData.Floats(new Shape(2), 1, 10)]);

        Assert.Equal([7, 16], results[0].ToFloats());
        Assert.Equal([1, 10, 1, 10, 2, 11, 4, 13], results[1].ToFloats());
        Assert.Equal(new Shape(4, 2), results[1].Shape);
    }

    [Fact]
    public void A_loop_ends_when_its_condition_does()
    {
        GraphProto body = Body(["i", "going", "s"], ["goes", "next"]);
        body.Node.Add(Node("Add", ["s", "s"], ["next"]));
        body.Node.Add(Node("Less", ["i", "two"], ["goes"]));
        OnnxBuilder model = new OnnxBuilder().Input("x", ElementType.Float32, 1).Scalar("two", 2L).Scalar("c", true)
            .Node("Loop", ["", "c", "x"], ["y"], ("body", body)).Output("y");

        Assert.Equal([8], Evaluator.Run(Importing.Graph(model), [TensorData.Floats(new Shape(1), 1)])[0].ToFloats());
    }

    [Fact]
    public void A_loop_without_end_is_refused() => Assert.Equal(
        ProblemKind.UnsupportedAttribute,
        Importing.Refused(new OnnxBuilder().Input("x", ElementType.Float32, 1).Scalar("c", true)
            .Node("Loop", ["", "c", "x"], ["y"], ("body", Body(["i", "going", "s"], ["going", "s"]))).Output("y")).Kind);

    [Theory]
    [InlineData(0, new float[] { 1, 3, 6 })]
    [InlineData(1, new float[] { 3, 5, 6 })]
    public void A_scan_is_unrolled_in_either_direction(int direction, float[] sums)
    {
        GraphProto body = Body(["s", "e"], ["t", "t2"]);
        body.Node.Add(Node("Add", ["s", "e"], ["t"]));
        body.Node.Add(Node("Identity", ["t"], ["t2"]));
        OnnxBuilder model = new OnnxBuilder().Input("x", ElementType.Float32, 3).Initializer<float>("zero", [], 0)
            .Node("Scan", ["zero", "x"], ["last", "all"], ("body", body), ("num_scan_inputs", 1), ("scan_input_directions", new[] { direction })).Output("last").Output("all");

        IReadOnlyList<TensorData> results = Evaluator.Run(Importing.Graph(model), [TensorData.Floats(new Shape(3), 1, 2, 3)]);

        Assert.Equal(6, results[0].FloatAt(0));
        Assert.Equal(sums, results[1].ToFloats());
    }

    [Fact]
    public void A_function_of_the_model_becomes_its_nodes_with_the_calls_attributes()
    {
        OnnxBuilder model = new OnnxBuilder().Opset("own", 1).Input("x", ElementType.Float32, 2, 3).Node("own:Turn", ["x"], ["y"], ("order", new[] { 1, 0 })).Output("y");
        var transpose = Node("Transpose", ["a"], ["b"]);
        transpose.Attribute.Add(new AttributeProto { Name = "perm", RefAttrName = "order", Type = AttributeProto.Types.AttributeType.Ints });
        model.Model.Functions.Add(new FunctionProto
        {
            Domain = "own",
            Name = "Turn",
            Input = { "a" },
            Output = { "b" },
            Attribute = { "order" },
            Node = { transpose },
            OpsetImport = { new OperatorSetIdProto { Domain = "", Version = 17 } },
        });

        Graph graph = Importing.Graph(model);

        Assert.Equal("Transpose", Assert.Single(graph.Nodes).Op.Name);
        Assert.Equal(new Shape(3, 2), graph.Outputs[0].Value.Shape);
    }

    [Fact]
    public void A_function_that_calls_itself_is_refused()
    {
        OnnxBuilder model = new OnnxBuilder().Opset("own", 1).Input("x", ElementType.Float32, 2).Node("own:Again", ["x"], ["y"]).Output("y");
        NodeProto call = Node("Again", ["a"], ["b"]);
        call.Domain = "own";
        model.Model.Functions.Add(new FunctionProto { Domain = "own", Name = "Again", Input = { "a" }, Output = { "b" }, Node = { call } });

        Assert.Equal(ProblemKind.UnsupportedAttribute, Importing.Refused(model).Kind);
    }

    private static OnnxBuilder Branches(GraphProto then, GraphProto otherwise) => new OnnxBuilder()
        .Input("x", ElementType.Float32, 1)
        .Node("If", ["c"], ["y"], ("then_branch", then), ("else_branch", otherwise))
        .Output("y");

    /// <summary>A chain of functions of x, which is outside; the result is called t.</summary>
    private static GraphProto Branch(params string[] operators)
    {
        GraphProto graph = Body([], ["t"]);
        for (int i = 0; i < operators.Length; i++)
        {
            graph.Node.Add(Node(operators[i], [i == 0 ? "x" : "t" + (i - 1)], [i == operators.Length - 1 ? "t" : "t" + i]));
        }

        return graph;
    }

    private static GraphProto Body(string[] inputs, string[] outputs)
    {
        var graph = new GraphProto { Name = "body" };
        graph.Input.Add(inputs.Select(name => new ValueInfoProto { Name = name }));
        graph.Output.Add(outputs.Select(name => new ValueInfoProto { Name = name }));
        return graph;
    }

    private static NodeProto Node(string op, string[] inputs, string[] outputs, params (string Name, int Value)[] attributes)
    {
        var node = new NodeProto { OpType = op, Name = op + "_" + outputs[0] };
        node.Input.Add(inputs);
        node.Output.Add(outputs);
        node.Attribute.Add(attributes.Select(a => new AttributeProto { Name = a.Name, I = a.Value, Type = AttributeProto.Types.AttributeType.Int }));
        return node;
    }
}
