using System;
using System.Linq;
using Octavo.Compiler;
using Octavo.Compiler.Codegen;
using Octavo.Generator.Tests.Support;
using Octavo.Runtime;
using Xunit;

namespace Octavo.Generator.Tests.Codegen;

/// <summary>Products whose weights have blocks of zeros: 16 columns by 4 rows of the matrix.</summary>
public class ZeroBlockTests
{
    private readonly Random _random = new(11);

    public static TheoryData<string, int> Cases
    {
        get
        {
            var cases = new TheoryData<string, int>();
            foreach (InstructionSet set in InstructionSets.Available)
            {
                cases.Add(set.ToString(), 1);
                cases.Add(set.ToString(), 11);
            }

            return cases;
        }
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void Products_give_the_reference_s_bits(string set, int rows)
    {
        var graph = new Graph("products");
        Value x = Input(graph, "x", rows, 70), residual = Input(graph, "residual", rows, 75), w = Weights(70, 75, 0.6, 0);
        var bias = new Value("bias", TensorData.Ints(new Shape(75), [.. Enumerable.Range(0, 75).Select(i => (i * 977) - 3000)]));
        Output(graph, new MatMul(), Codes(rows, 75), x, w, bias);
        Output(graph, new MatMul(), new TensorType(ElementType.Float32, new Shape(rows, 75)), x, w);
        Output(graph, new MatMul { Residual = new Octavo.Compiler.Residual(ElementType.UInt8, new Quantization(0.7f, 99), null, true) }, Codes(rows, 75), x, w, bias, residual);
        Lowered.AssertMatchesReference(graph, set, [.. graph.Inputs.Select(i => Lowered.Random(_random, ElementType.UInt8, i.Shape.ToArray()))]);
    }

    [Theory]
    [InlineData(0.5, 0, ", 50 % of blocks zero, skipped")]
    [InlineData(0.1, 0, "")]
    [InlineData(0.5, 3, "")]
    public void They_are_left_out_where_that_is_faster_and_changes_nothing(double zeros, int zeroPoint, string note)
    {
        var graph = new Graph("product");
        Output(graph, new MatMul(), Codes(2, 64), Input(graph, "x", 2, 160), Weights(160, 64, zeros, zeroPoint));
        CompiledModel model = Lowered.Compile(graph);
        Layer layer = model.Plan.Layers.Single();
        Assert.Equal("dense 160->64 rows 2" + note, layer.Kernel);
        // 160 blocks of 64 bytes.
        Assert.Equal(note.Length > 0 ? 80 * 64 : 160 * 64, model.Plan.Weights.Sections[0].Length);
    }

    private static void Output(Graph graph, MatMul op, TensorType type, params Value[] inputs)
    {
        string name = $"y{graph.Outputs.Count}";
        graph.Outputs.Add(new GraphOutput(name, graph.Add(op, name, inputs, type)));
    }

    private static Value Input(Graph graph, string name, params int[] shape)
    {
        var value = new Value(name, Codes(shape));
        graph.Inputs.Add(value);
        return value;
    }

    private static TensorType Codes(params int[] shape) => new(ElementType.UInt8, new Shape(shape), new Quantization(0.5f, 120));

    /// <summary>A share of the blocks, evenly spread, is zero codes.</summary>
    private Value Weights(int k, int n, double zeros, int zeroPoint)
    {
        TensorData data = Lowered.Random(_random, ElementType.Int8, k, n);
        Span<sbyte> codes = data.As<sbyte>();
        for (int i = 0; i < codes.Length; i++)
        {
            int block = (i % n / 16 * ((k + 3) / 4)) + (i / n / 4);
            codes[i] = (int)((block + 1) * zeros) > (int)(block * zeros) ? (sbyte)0 : (sbyte)(codes[i] | 1);
        }

        return new Value("w", data, new Quantization(0.02f, zeroPoint));
    }
}
