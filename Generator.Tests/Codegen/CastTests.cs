using System;
using System.Linq;
using Octavo.Compiler;
using Octavo.Compiler.Reference;
using Octavo.Generator.Tests.Support;
using Xunit;

namespace Octavo.Generator.Tests.Codegen;

/// <summary>Conversions between the element types that C# has no name for, against the reference and against the formats' tables.</summary>
public sealed class CastTests
{
    private static readonly float[] Special =
        [0, -0f, 1, -1, 0.48f, 1.05f, 447, 448, 463, 464, 465, 57344, 61440, 1e6f, -1e6f, 1e-3f, -1e-3f, 1e-30f, 1e38f, float.NaN, float.PositiveInfinity, float.NegativeInfinity];

    public static TheoryData<ElementType> Types =>
        [.. Enum.GetValues<ElementType>().Where(e => e.IsTinyFloat() || e.IsTinyInteger() || e == ElementType.BFloat16)];

    [Theory]
    [MemberData(nameof(Types))]
    public void Floats_are_rounded_as_the_reference_does(ElementType element)
    {
        var random = new Random(3);
        float[] values = [.. Special, .. Enumerable.Range(0, 400).Select(i => (float)((random.NextDouble() - 0.5) * Math.Pow(2, (i % 40) - 20)))];
        var graph = new Graph("cast");
        Value x = Input(graph, "x", ElementType.Float32, values.Length);
        foreach (Cast cast in new Cast[] { new(), new() { Saturate = false }, new() { Rounding = ScaleRounding.Down }, new() { Rounding = ScaleRounding.Nearest } })
        {
            Output(graph, cast, element, x);
        }

        Lowered.AssertMatchesReference(graph, TensorData.Floats(x.Shape, values));
    }

    [Theory]
    [MemberData(nameof(Types))]
    public void Every_code_is_widened_as_the_reference_does(ElementType element)
    {
        int bits = Math.Min(element.Bits(), 8);
        byte[] codes = [.. Enumerable.Range(0, 1 << bits).SelectMany(code => Code(element, code))];
        var graph = new Graph("cast");
        Value x = Input(graph, "x", element, codes.Length / element.Size());
        Output(graph, new Cast(), ElementType.Float32, x);
        if (!element.IsTinyFloat())
        {
            Output(graph, new Cast(), ElementType.Int32, x);
        }

        Lowered.AssertMatchesReference(graph, new TensorData(element, x.Shape, codes));
    }

    [Theory]
    [InlineData(ElementType.Float8E4M3FN, 0x7E, 448)]
    [InlineData(ElementType.Float8E4M3FN, 0x01, 0.001953125)]
    [InlineData(ElementType.Float8E4M3FN, 0xB8, -1)]
    [InlineData(ElementType.Float8E4M3FN, 0xFF, double.NaN)]
    [InlineData(ElementType.Float8E4M3FNUZ, 0x7F, 240)]
    [InlineData(ElementType.Float8E4M3FNUZ, 0x80, double.NaN)]
    [InlineData(ElementType.Float8E5M2, 0x7B, 57344)]
    [InlineData(ElementType.Float8E5M2, 0xFC, double.NegativeInfinity)]
    [InlineData(ElementType.Float8E5M2FNUZ, 0x7F, 57344)]
    [InlineData(ElementType.Float8E8M0, 0x80, 2)]
    [InlineData(ElementType.Float4E2M1, 0x07, 6)]
    [InlineData(ElementType.Float4E2M1, 0x09, -0.5)]
    public void Codes_stand_for_the_standards_numbers(ElementType element, byte code, double number)
    {
        Assert.Equal(number, new TensorData(element, Shape.Scalar, [code]).FloatAt(0));
        if (!double.IsNaN(number) && !double.IsInfinity(number))
        {
            Operand real = new(TensorData.Floats(Shape.Scalar, (float)number));
            Assert.Equal(code, Evaluator.Evaluate(new Cast(), [real], [new TensorType(element, Shape.Scalar)])[0].Bytes[0]);
        }
    }

    private static byte[] Code(ElementType element, int code) => element switch
    {
        ElementType.BFloat16 => [(byte)(code * 7), (byte)code],
        ElementType.Int4 => [(byte)(sbyte)(code - 8)],
        ElementType.Int2 => [(byte)(sbyte)(code - 2)],
        _ => [(byte)code],
    };

    private static Value Input(Graph graph, string name, ElementType element, int length)
    {
        var x = new Value(name, new TensorType(element, new Shape(length)));
        graph.Inputs.Add(x);
        return x;
    }

    private static void Output(Graph graph, Cast cast, ElementType element, Value x)
    {
        string name = "y" + graph.Outputs.Count;
        graph.Outputs.Add(new GraphOutput(name, graph.Add(cast, name, [x], x.Type with { Element = element })));
    }
}
