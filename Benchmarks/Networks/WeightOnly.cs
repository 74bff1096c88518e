using System;
using System.Linq;
using Octavo.Compiler;
using Octavo.Generator.Tests.Support;

namespace Octavo.Benchmarks.Networks;

/// <summary>A product whose weights are codes with a scale per block: MatMulNBits, without zero points.</summary>
internal static class WeightOnly
{
    private const int Block = 32;

    /// <summary>rows × inputs times inputs × outputs.</summary>
    /// <param name="accuracyLevel">0 for activations in float, 4 for codes of 8 bits.</param>
    public static byte[] Dense(int rows, int inputs, int outputs, int bits, int accuracyLevel)
    {
        var random = new Random(1);
        int blocks = inputs / Block;
        byte[] codes = new byte[outputs * inputs * bits / 8];
        random.NextBytes(codes);
        float[] scales = [.. Enumerable.Range(0, outputs * blocks).Select(_ => (0.5f + random.NextSingle()) / MathF.Sqrt(inputs) / (1 << (bits - 2)))];
        return new OnnxBuilder(opset: 17).Opset("com.microsoft", 1).Input("input", ElementType.Float32, rows, inputs)
            .Initializer("weights", [outputs, blocks, Block * bits / 8], codes).Initializer("scales", [outputs * blocks], scales)
            .Node("com.microsoft:MatMulNBits", ["input", "weights", "scales"], ["output"], ("K", inputs), ("N", outputs), ("bits", bits), ("block_size", Block), ("accuracy_level", accuracyLevel))
            .Output("output", ElementType.Float32, rows, outputs).Build();
    }
}
