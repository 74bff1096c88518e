using System;
using Octavo.Compiler;
using Octavo.Compiler.Reference;
using Xunit;

namespace Octavo.Generator.Tests.Reference;

public class EvaluatorTests
{
    private static readonly TensorType Pair = new(ElementType.Float32, new Shape(2));

    [Fact]
    public void A_graph_runs_its_nodes_and_returns_its_outputs()
    {
        var graph = new Graph("test");
        var x = new Value("x", Pair);
        graph.Inputs.Add(x);
        var constant = new Value("c", TensorData.Floats(new Shape(2), 10, 20));
        Value sum = graph.Add(new Binary(BinaryKind.Add), "add", [x, constant], Pair);
        Value code = graph.Add(new Quantize(), "quantize", [sum], Pair with { Element = ElementType.UInt8, Quantization = new Quantization(0.5f, 1) });
        Value real = graph.Add(new Dequantize(), "dequantize", [code], Pair);
        graph.Outputs.Add(new GraphOutput("real", real));
        graph.Outputs.Add(new GraphOutput("input", x));
        graph.Outputs.Add(new GraphOutput("constant", constant));
        Verifier.Verify(graph, "construction");

        var results = Evaluator.Run(graph, [TensorData.Floats(new Shape(2), 1.3f, -2.2f)]);

        Assert.Equal([11.5f, 18], results[0].ToFloats());
        Assert.Equal([1.3f, -2.2f], results[1].ToFloats());
        Assert.Equal([10f, 20], results[2].ToFloats());
    }

    [Fact]
    public void Nodes_with_several_outputs_and_absent_inputs_run()
    {
        var graph = new Graph("test");
        var x = new Value("x", new TensorType(ElementType.Float32, new Shape(1, 2, 2)));
        graph.Inputs.Add(x);
        Node split = graph.AddNode(
            new Split(1, [1, 1]), "split", [x], new TensorType(ElementType.Float32, new Shape(1, 1, 2)), new TensorType(ElementType.Float32, new Shape(1, 1, 2)));
        var weights = new Value("w", TensorData.Floats(new Shape(1, 1, 1), 3));
        var conv = new Conv { Window = Evaluation.Window([1]) };
        graph.Outputs.Add(new GraphOutput("y", graph.Add(conv, "conv", [split.Outputs[1], weights, null], new TensorType(ElementType.Float32, new Shape(1, 1, 2)))));

        Assert.Equal([9f, 12], Evaluator.Run(graph, [TensorData.Floats(new Shape(1, 2, 2), 1, 2, 3, 4)])[0].ToFloats());
    }

    [Fact]
    public void An_input_of_another_shape_or_type_is_refused()
    {
        var graph = new Graph("test");
        graph.Inputs.Add(new Value("x", Pair));
        Assert.Throws<ArgumentException>(() => Evaluator.Run(graph, []));
        Assert.Throws<ArgumentException>(() => Evaluator.Run(graph, [TensorData.Floats(new Shape(3), 1, 2, 3)]));
        Assert.Throws<ArgumentException>(() => Evaluator.Run(graph, [TensorData.Ints(new Shape(2), 1, 2)]));
    }
}
