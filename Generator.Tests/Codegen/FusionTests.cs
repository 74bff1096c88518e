using System;
using System.Collections.Generic;
using System.Linq;
using Octavo.Compiler;
using Octavo.Compiler.Passes;
using Octavo.Generator.Tests.Support;
using Xunit;

namespace Octavo.Generator.Tests.Codegen;

/// <summary>Fused element-wise operators against the reference, bit for bit, with every instruction set.</summary>
public sealed class FusionTests
{
    public static TheoryData<string> Sets => new(Octavo.Runtime.InstructionSets.Available.Select(s => s.ToString()));

    [Theory]
    [MemberData(nameof(Sets))]
    public void Chains_from_codes_to_codes(string set)
    {
        foreach (int[] shape in new[] { [3, 5, 7], [1], [2, 70], new[] { 33, 4 } })
        {
            var graph = new Graph("fusion");
            Value x = Input(graph, Codes(ElementType.UInt8, 0.05f, 128, shape)), z = Input(graph, Codes(ElementType.UInt8, 0.02f, 0, shape));
            Value wide = Input(graph, Codes(ElementType.UInt16, 0.0001f, 31000, shape)), signed = Input(graph, Codes(ElementType.Int16, 0.0001f, -77, [shape[^1]]));
            Value floats = Input(graph, Floats([.. shape[..^1], 1]));
            Value Real(Value codes) => graph.Add(new Dequantize(), "real", [codes], Floats(codes.Shape.ToArray()));
            Value Apply(Operator op, params Value[] operands) => graph.Add(op, op.Name + graph.Nodes.Count, operands, Floats(shape));

            Value difference = Apply(new Binary(BinaryKind.Sub), Real(x), Real(z));
            Value gated = Apply(new Unary(UnaryKind.HardSwish), difference);
            Publish(graph, graph.Add(new Quantize { Clamp = new Clamp(3, 200) }, "a", [gated], Codes(ElementType.UInt8, 0.04f, 100, shape)));
            Value quotient = Apply(new Binary(BinaryKind.Div), Real(wide), Apply(new Binary(BinaryKind.Max), Real(signed), Real(x)));
            Publish(graph, graph.Add(new Quantize(), "b", [quotient], Codes(ElementType.Int16, 0.001f, 5, shape)));
            Value leaky = Apply(new Unary(UnaryKind.LeakyRelu, 0.3f), Apply(new PRelu(), Real(z), floats));
            Value inner = graph.Add(new Quantize(), "inner", [leaky], Codes(ElementType.UInt8, 0.03f, 17, shape));
            Publish(graph, Apply(new Clip(-0.5, 2), Apply(new Binary(BinaryKind.Mul), Real(inner), Number(0.75f))));
            Publish(graph, graph.Add(new Quantize(), "c", [Apply(new Unary(UnaryKind.Neg), floats.Shape.Equals(new Shape(shape)) ? floats : leaky)], Codes(ElementType.UInt16, 0.0003f, 400, shape)));
            FuseElementwise.Run(graph);

            Assert.True(graph.Nodes.Count(n => n.Op is Fusion) >= 3, graph.ToString());
            var random = new Random(5);
            Lowered.AssertMatchesReference(graph, set, [.. graph.Inputs.Select(i => Lowered.Random(random, i.Type.Element, i.Shape.ToArray()))]);
        }
    }

    [Fact]
    public void Views_and_broadcasts_of_one_tensor()
    {
        var graph = new Graph("views");
        Value x = Input(graph, Floats([6, 6, 5]));
        Value doubled = graph.Add(new Unary(UnaryKind.Abs), "abs", [x], Floats([6, 6, 5]));
        Value turned = graph.Add(new Transpose([1, 0, 2]), "turned", [doubled], Floats([6, 6, 5]));
        Value part = graph.Add(new Slice([0, 2, 0], [1, 1, 1], [6, 1, 5]), "part", [doubled], Floats([6, 1, 5]));
        Value sum = graph.Add(new Binary(BinaryKind.Add), "sum", [doubled, turned], Floats([6, 6, 5]));
        Publish(graph, graph.Add(new Binary(BinaryKind.Mul), "y", [sum, part], Floats([6, 6, 5])));
        FuseElementwise.Run(graph);

        Assert.Single(graph.Nodes, n => n.Op is Fusion);
        Lowered.AssertMatchesReference(graph, Lowered.Random(new Random(3), ElementType.Float32, 6, 6, 5));
    }

    [Fact]
    public void Numbers_that_are_no_numbers()
    {
        var graph = new Graph("nan");
        Value x = Input(graph, Floats([5]));
        Value codes = graph.Add(new Quantize(), "codes", [graph.Add(new Unary(UnaryKind.Neg), "neg", [x], Floats([5]))], Codes(ElementType.UInt8, 0.1f, 9, [5]));
        Publish(graph, codes);
        Value fake = graph.Add(new Quantize(), "inner", [graph.Add(new Unary(UnaryKind.Abs), "abs", [x], Floats([5]))], Codes(ElementType.Int16, 1, 0, [5]));
        Publish(graph, graph.Add(new Unary(UnaryKind.Neg), "minus", [graph.Add(new Dequantize(), "real", [fake], Floats([5]))], Floats([5])));
        FuseElementwise.Run(graph);

        Lowered.AssertMatchesReference(graph, TensorData.Floats(new Shape(5), float.NaN, float.PositiveInfinity, float.NegativeInfinity, -0.2f, 0));
    }

    private static TensorType Codes(ElementType element, float scale, int zeroPoint, IReadOnlyList<int> shape) => new(element, new Shape(shape), new Quantization(scale, zeroPoint));

    private static TensorType Floats(IReadOnlyList<int> shape) => new(ElementType.Float32, new Shape(shape));

    private static Value Number(float value) => new("number", TensorData.Floats(Shape.Scalar, value));

    private static Value Input(Graph graph, TensorType type)
    {
        var value = new Value("x" + graph.Inputs.Count, type);
        graph.Inputs.Add(value);
        return value;
    }

    private static void Publish(Graph graph, Value value) => graph.Outputs.Add(new GraphOutput("y" + graph.Outputs.Count, value));
}
