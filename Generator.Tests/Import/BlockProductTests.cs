using System.Linq;
using Octavo.Compiler;
using Octavo.Compiler.Reference;
using Octavo.Generator.Tests.Support;
using Xunit;

namespace Octavo.Generator.Tests.Import;

/// <summary>MatMulNBits and GatherBlockQuantized: how codes, scales and zero points lie in the file.</summary>
public sealed class BlockProductTests
{
    /// <summary>Column n has the codes n, n + 1, … and the scale 1 in its first block, 0.5 in its second.</summary>
    [Theory]
    [InlineData(2)]
    [InlineData(4)]
    [InlineData(8)]
    public void Without_zero_points_the_middle_code_is_zero(int bits)
    {
        OnnxBuilder model = Model(bits, 3, 20);
        float[] x = [.. Enumerable.Range(0, 20).Select(i => (float)(i % 5))];

        float[] y = Importing.Evaluate(model.Node("com.microsoft:MatMulNBits", ["x", "w", "s"], ["y"], Attributes(bits, 3, 20)).Output("y"), x).ToFloats();

        Assert.Equal(Enumerable.Range(0, 3).Select(n => Dot(x, n, bits, (1 << bits) / 2, (1 << bits) / 2)), y);
        Assert.Equal([$"float dense 20->3 of {bits} bits"], ModelRun.MatchesReference(model, TensorData.Floats(new Shape(1, 20), x)));
    }

    [Theory]
    [InlineData(2)]
    [InlineData(4)]
    [InlineData(8)]
    public void Zero_points_are_packed_by_column(int bits)
    {
        // The blocks of a column have the zero points 1 and 3: two codes fit into a byte, unless they take one each.
        byte[] zeros = [.. Enumerable.Repeat(bits == 8 ? new byte[] { 1, 3 } : [(byte)(1 | (3 << bits))], 3).SelectMany(z => z)];
        OnnxBuilder model = Model(bits, 3, 20).Initializer("z", [zeros.Length], zeros).Initializer<float>("b", [3], 10, 20, 30)
            .Node("com.microsoft:MatMulNBits", ["x", "w", "s", "z", "", "b"], ["y"], [.. Attributes(bits, 3, 20), ("accuracy_level", 1)]).Output("y");
        float[] x = [.. Enumerable.Range(0, 20).Select(i => (float)(i % 3))];

        Assert.Equal(Enumerable.Range(0, 3).Select(n => Dot(x, n, bits, 1, 3) + (10 * (n + 1))), Importing.Evaluate(model, x).ToFloats());
    }

    /// <summary>The scales of x are 2 / 127 in the first block and 1 / 127 in the second, where 0.5 / (1 / 127) = 63.5 becomes 64.</summary>
    [Theory]
    [InlineData(2)]
    [InlineData(4)]
    [InlineData(8)]
    public void Accuracy_level_4_takes_activations_of_8_bits(int bits)
    {
        OnnxBuilder model = Model(bits, 3, 20).Initializer<float>("b", [3], 10, 20, 30)
            .Node("com.microsoft:MatMulNBits", ["x", "w", "s", "", "", "b"], ["y"], [.. Attributes(bits, 3, 20), ("accuracy_level", 4)]).Output("y");
        float[] x = [2, .. new float[15], 0.5f, -1, 0, 0];
        int zero = (1 << bits) / 2;
        int Code(int n, int k) => ((n + k) % (1 << bits)) - zero;
        float[] expected = [.. Enumerable.Range(0, 3).Select(n =>
        {
            float first = 127 * Code(n, 0) * (2f / 127);
            return System.MathF.FusedMultiplyAdd((64 * Code(n, 16)) - (127 * Code(n, 17)), 1f / 127 * 0.5f, first) + (10 * (n + 1));
        })];

        Assert.Equal(expected, Importing.Evaluate(model, x).ToFloats());
        Assert.Equal(["codes 1x20 in blocks of 16", $"dense 20->3 of {System.Math.Max(bits, 4)} bits in blocks of 16"], ModelRun.MatchesReference(model, TensorData.Floats(new Shape(1, 20), x)));
    }

    [Fact]
    public void Zero_points_may_be_floats()
    {
        OnnxBuilder model = Model(4, 3, 20).Initializer<float>("z", [6], 0.5f, 1.5f, 0.5f, 1.5f, 0.5f, 1.5f)
            .Node("com.microsoft:MatMulNBits", ["x", "w", "s", "z"], ["y"], Attributes(4, 3, 20)).Output("y");
        float[] x = [.. Enumerable.Range(0, 20).Select(i => (float)(i % 3))];

        Assert.Equal(Enumerable.Range(0, 3).Select(n => Dot(x, n, 4, 0.5f, 1.5f)), Importing.Evaluate(model, x).ToFloats());
        ModelRun.MatchesReference(model, TensorData.Floats(new Shape(1, 20), x));
    }

    /// <summary>Every other element has the scale of the other block: such weights become floats when the model is compiled.</summary>
    [Fact]
    public void Elements_may_choose_their_blocks()
    {
        int[] groups = [.. Enumerable.Range(0, 20).Select(k => k % 2)];
        OnnxBuilder model = Model(4, 3, 20).Initializer("g", [20], groups)
            .Node("com.microsoft:MatMulNBits", ["x", "w", "s", "", "g"], ["y"], Attributes(4, 3, 20)).Output("y");
        float[] x = [.. Enumerable.Range(0, 20).Select(i => (float)(i % 3))];
        float[] expected = [.. Enumerable.Range(0, 3).Select(n => Enumerable.Range(0, 20).Sum(k => x[k] * (((n + k) % 16) - 8) * (k % 2 == 0 ? 1 : 0.5f)))];

        Assert.Equal(expected, Importing.Evaluate(model, x).ToFloats());
        Assert.Equal(["float dense 20->3"], ModelRun.MatchesReference(model, TensorData.Floats(new Shape(1, 20), x)));
    }

    [Fact]
    public void Half_floats_are_computed_in_float()
    {
        OnnxBuilder model = Model(4, 3, 20, ElementType.Float16)
            .Node("com.microsoft:MatMulNBits", ["x", "w", "s"], ["half"], Attributes(4, 3, 20)).Node("Cast", ["half"], ["y"], ("to", 1)).Output("y");
        TensorData x = TensorData.Floats(new Shape(1, 20), [.. Enumerable.Range(0, 20).Select(i => (float)(i % 3))]);

        Assert.Contains("float dense 20->3 of 4 bits", ModelRun.MatchesReference(model, x));
    }

    [Theory]
    [InlineData("bits", 3L)]
    [InlineData("block_size", 24L)]
    [InlineData("K", 21L)]
    [InlineData("N", 0L)]
    [InlineData("weight_prepacked", 1L)]
    public void What_is_wrong_is_refused(string attribute, long value)
    {
        (string, object)[] attributes = [.. Attributes(4, 3, 20).Where(a => a.Item1 != attribute), (attribute, value)];
        Importing.Refused(Model(4, 3, 20).Node("com.microsoft:MatMulNBits", ["x", "w", "s"], ["y"], attributes).Output("y"));
    }

    [Theory]
    [InlineData(ElementType.UInt8, 4)]
    [InlineData(ElementType.UInt8, 8)]
    [InlineData(ElementType.UInt8, 2)]
    [InlineData(ElementType.Int4, 4)]
    [InlineData(ElementType.UInt4, 4)]
    public void Rows_of_codes(ElementType element, int bits)
    {
        int[] codes = [.. Enumerable.Range(0, 3 * 32).Select(i => i % (1 << bits))];
        OnnxBuilder model = new OnnxBuilder(opset: 21).Opset("com.microsoft", 1).Input("i", ElementType.Int64, 2)
            .Initializer("w", element == ElementType.UInt8
                ? new TensorData(element, new Shape(3, 32 * bits / 8), Packed(codes, bits))
                : new TensorData(element, new Shape(3, 32), [.. codes.Select(c => element == ElementType.Int4 ? unchecked((byte)(c - 8)) : (byte)c)]))
            .Initializer<float>("s", [3, 2], 1, 2, 3, 4, 5, 6)
            .Node("com.microsoft:GatherBlockQuantized", ["w", "i", "s"], ["y"], ("block_size", 16), ("bits", bits)).Output("y");
        TensorData rows = TensorData.Longs(new Shape(2), 2, -3);
        int zero = element == ElementType.UInt4 ? 0 : 1 << (bits - 1);

        float[] y = Evaluator.Run(Importing.Graph(model), [rows])[0].ToFloats();

        Assert.Equal(new[] { 2, 0 }.SelectMany(r => Enumerable.Range(0, 32).Select(k => (float)((codes[(r * 32) + k] - zero) * ((r * 2) + (k / 16) + 1)))), y);
        Assert.Equal([$"gather of {bits} bits"], ModelRun.MatchesReference(model, rows));
    }

    private static OnnxBuilder Model(int bits, int n, int k, ElementType real = ElementType.Float32)
    {
        int blocks = (k + 15) / 16;
        int[] codes = [.. Enumerable.Range(0, n).SelectMany(column => Enumerable.Range(0, blocks * 16).Select(i => (column + i) % (1 << bits)))];
        float[] scales = [.. Enumerable.Range(0, n * blocks).Select(i => i % blocks == 0 ? 1 : 0.5f)];
        OnnxBuilder model = new OnnxBuilder(opset: 21).Opset("com.microsoft", 1).Initializer("w", [n, blocks, 16 * bits / 8], Packed(codes, bits));
        return real == ElementType.Float32
            ? model.Input("x", real, 1, k).Initializer("s", [n * blocks], scales)
            : model.Input("real", ElementType.Float32, 1, k).Node("Cast", ["real"], ["x"], ("to", 10)).Initializer("s", TensorData.From<System.Half>(real, new Shape(n * blocks), [.. scales.Select(s => (System.Half)s)]));
    }

    private static (string, object)[] Attributes(int bits, int n, int k) => [("K", k), ("N", n), ("bits", bits), ("block_size", 16)];

    private static float Dot(float[] x, int column, int bits, float firstZero, float secondZero) =>
        Enumerable.Range(0, x.Length).Sum(k => x[k] * (((column + k) % (1 << bits)) - (k < 16 ? firstZero : secondZero)) * (k < 16 ? 1 : 0.5f));

    private static byte[] Packed(int[] codes, int bits)
    {
        byte[] packed = new byte[codes.Length * bits / 8];
        for (int i = 0; i < codes.Length; i++)
        {
            packed[i * bits / 8] |= (byte)(codes[i] << (i * bits % 8));
        }

        return packed;
    }
}
