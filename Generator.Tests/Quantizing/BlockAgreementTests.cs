using System;
using System.Linq;
using Octavo.Compiler;
using Octavo.Generator.Tests.Support;
using Octavo.Harness;
using Xunit;

namespace Octavo.Generator.Tests.Quantizing;

/// <summary>Weights in blocks of random codes: ONNX Runtime reads them as Octavo does.</summary>
public sealed class BlockAgreementTests
{
    public static TheoryData<int, int, string, int> Products
    {
        get
        {
            var data = new TheoryData<int, int, string, int>();
            foreach (int bits in new[] { 2, 4, 8 })
            {
                foreach (int block in new[] { 16, 32, 128 })
                {
                    // ONNX Runtime takes 8-bit codes with integer zero points only.
                    foreach (string zeros in bits == 8 ? new[] { "none", "packed" } : ["none", "packed", "float"])
                    {
                        data.Add(bits, block, zeros, block == 16 ? 5 : 1);
                    }
                }
            }

            return data;
        }
    }

    [SkippableTheory]
    [MemberData(nameof(Products))]
    public void Product(int bits, int block, string zeros, int rows)
    {
        const int K = 200, N = 37;
        var random = new Random(bits + block);
        int blocks = (K + block - 1) / block, zeroBytes = ((blocks * bits) + 7) / 8;
        OnnxBuilder model = new OnnxBuilder(opset: 21).Opset("com.microsoft", 1).Input("x", ElementType.Float32, rows, K)
            .Initializer("w", [N, blocks, block * bits / 8], Bytes(random, N * blocks * block * bits / 8))
            .Initializer("s", [N * blocks], Reals(random, N * blocks))
            .Initializer("b", [N], Reals(random, N));
        if (zeros == "packed")
        {
            model.Initializer("z", [N * zeroBytes], Bytes(random, N * zeroBytes));
        }
        else if (zeros == "float")
        {
            model.Initializer("z", [N * blocks], Reals(random, N * blocks).Select(v => v * (1 << bits)).ToArray());
        }

        model.Node("com.microsoft:MatMulNBits", ["x", "w", "s", zeros == "none" ? "" : "z", "", "b"], ["y"], ("K", K), ("N", N), ("bits", bits), ("block_size", block), ("accuracy_level", 1));
        Agree(model.Output("y").Build(), Reals(random, rows * K));
    }

    /// <summary>Activations of 8 bits on both sides: the same codes, and sums in another order.</summary>
    [SkippableTheory]
    [InlineData(4, 16, false, 1)]
    [InlineData(4, 32, false, 5)]
    [InlineData(4, 32, true, 1)]
    [InlineData(4, 128, true, 9)]
    [InlineData(8, 16, true, 1)]
    [InlineData(8, 32, false, 1)]
    [InlineData(8, 64, true, 9)]
    public void Product_of_codes(int bits, int block, bool hasZeros, int rows)
    {
        const int K = 200, N = 37;
        var random = new Random(bits + block);
        int blocks = (K + block - 1) / block, zeroBytes = ((blocks * bits) + 7) / 8;
        OnnxBuilder model = new OnnxBuilder(opset: 21).Opset("com.microsoft", 1).Input("x", ElementType.Float32, rows, K)
            .Initializer("w", [N, blocks, block * bits / 8], Bytes(random, N * blocks * block * bits / 8))
            .Initializer("s", [N * blocks], Reals(random, N * blocks))
            .Initializer("b", [N], Reals(random, N))
            .Initializer("z", [N * zeroBytes], Bytes(random, N * zeroBytes));
        model.Node("com.microsoft:MatMulNBits", ["x", "w", "s", hasZeros ? "z" : "", "", "b"], ["y"], ("K", K), ("N", N), ("bits", bits), ("block_size", block), ("accuracy_level", 4));
        Agree(model.Output("y").Build(), Reals(random, rows * K).Select(v => v - 0.6f).ToArray());
    }

    [SkippableTheory]
    [InlineData(2, false)]
    [InlineData(4, false)]
    [InlineData(4, true)]
    [InlineData(8, true)]
    public void Rows_of_packed_codes(int bits, bool hasZeros)
    {
        var random = new Random(bits);
        OnnxBuilder model = new OnnxBuilder(opset: 21).Opset("com.microsoft", 1).Input("i", ElementType.Int64, 4)
            .Initializer("w", [9, 96 * bits / 8], Bytes(random, 9 * 96 * bits / 8)).Initializer("s", [9, 3], Reals(random, 27));
        if (hasZeros)
        {
            model.Initializer("z", [9, ((3 * bits) + 7) / 8], Bytes(random, 9 * (((3 * bits) + 7) / 8)));
        }

        string[] inputs = ["w", "i", "s", .. hasZeros ? new[] { "z" } : []];
        Agree(model.Node("com.microsoft:GatherBlockQuantized", inputs, ["y"], ("bits", bits), ("block_size", 32)).Output("y").Build(), new long[] { 8, 0, 3, 3 });
    }

    [SkippableTheory]
    [InlineData(ElementType.Int4, 1, 1e-5f)]
    [InlineData(ElementType.UInt4, 1, 1e-5f)]
    [InlineData(ElementType.Int8, 1, 1e-5f)]

    // This form becomes a product of 8-bit activations in ONNX Runtime.
    [InlineData(ElementType.Int4, 0, 0.01f)]
    public void Dequantized_blocks(ElementType element, int axis, float tolerance)
    {
        const int K = 64, N = 20, Block = 16;
        var random = new Random(axis);
        int[] shape = axis == 0 ? [K, N] : [N, K], blocks = axis == 0 ? [K / Block, N] : [N, K / Block];
        TensorData Codes(int[] dimensions) => new(
            element, new Shape(dimensions), [.. Enumerable.Range(0, dimensions[0] * dimensions[1]).Select(_ => unchecked((byte)random.Next((int)element.MinValue(), (int)element.MaxValue() + 1)))]);
        OnnxBuilder model = new OnnxBuilder(opset: 21).Input("x", ElementType.Float32, 2, K).Initializer("w", Codes(shape)).Initializer("z", Codes(blocks))
            .Initializer("s", blocks, Reals(random, N * K / Block))
            .Node("DequantizeLinear", ["w", "s", "z"], ["v"], ("axis", axis), ("block_size", Block)).Node("Gemm", ["x", "v"], ["y"], ("transB", axis));
        Agree(model.Output("y").Build(), Reals(random, 2 * K), tolerance);
    }

    /// <summary>Equal but for the order of the sums.</summary>
    private static void Agree(byte[] onnx, Array x, float relative = 1e-5f)
    {
        using var runtime = new Ort(onnx);
        using CompiledNetwork network = CompiledNetwork.Load(onnx);
        float[] expected = runtime.Run(network, [x])[0], actual = (float[])network.Run(x)[0];
        float tolerance = relative * expected.Max(MathF.Abs);
        Assert.All(expected.Zip(actual), pair => Assert.InRange(pair.Second, pair.First - tolerance, pair.First + tolerance));
    }

    private static byte[] Bytes(Random random, int count)
    {
        byte[] bytes = new byte[count];
        random.NextBytes(bytes);
        return bytes;
    }

    private static float[] Reals(Random random, int count) => [.. Enumerable.Range(0, count).Select(_ => random.NextSingle() + 0.1f)];
}
