using System;
using System.Linq;
using System.Runtime.InteropServices;
using Octavo.Runtime;
using Xunit;

namespace Octavo.Generator.Tests.Kernels;

public sealed unsafe class ElementwiseTests
{
    [SkippableTheory]
    [MemberData(nameof(LoopCase.Names), MemberType = typeof(LoopCase))]
    public void AddRoundsAsItsRuleSays(string name, InstructionSet set)
    {
        EveryInstructionSet.SkipUnlessSupported(set);
        LoopNest nest = LoopCase.All[name];
        const float AScale = 0.713f;
        const float BScale = 0.4517f;
        using Guarded<byte> a = RandomCodes(LoopCase.XLength(nest), 1);
        using Guarded<byte> b = RandomCodes(LoopCase.ZLength(nest), 2);
        foreach ((int moved, float offset) in new[] { (0, -20.35f), (128, 0.0313f) })
        {
            CheckCodes(
                nest,
                (y, part, parts) => QuantizedAdd.Run(set, a, b, (byte*)y, nest, AScale, BScale, offset, 7 - moved, 251 - moved, moved, part, parts),
                (x, z, _) =>
                {
                    float value = MathF.FusedMultiplyAdd(a[x] - moved, AScale, MathF.FusedMultiplyAdd(b[z] - moved, BScale, offset));
                    return (byte)Math.Clamp((int)MathF.Round(value) + moved, 7, 251);
                });
        }
    }

    [SkippableTheory]
    [MemberData(nameof(LoopCase.Names), MemberType = typeof(LoopCase))]
    public void MulRoundsAsItsRuleSays(string name, InstructionSet set)
    {
        EveryInstructionSet.SkipUnlessSupported(set);
        LoopNest nest = LoopCase.All[name];
        const float Scale = 0.0137f;
        using Guarded<byte> a = RandomCodes(LoopCase.XLength(nest), 1);
        using Guarded<byte> b = RandomCodes(LoopCase.ZLength(nest), 2);
        foreach (int moved in new[] { 0, 128 })
        {
            CheckCodes(
                nest,
                (y, part, parts) => QuantizedMul.Run(set, a, b, (byte*)y, nest, 119, 130, Scale, 90 - moved, 7 - moved, 251 - moved, moved, part, parts),
                (x, z, _) =>
                {
                    float product = (a[x] - 119) * (b[z] - 130) * Scale;
                    return (byte)Math.Clamp((int)MathF.Round(product + (90 - moved)) + moved, 7, 251);
                });
        }
    }

    [SkippableTheory]
    [MemberData(nameof(LoopCase.Names), MemberType = typeof(LoopCase))]
    public void LookupReadsTheTable(string name, InstructionSet set)
    {
        EveryInstructionSet.SkipUnlessSupported(set);
        LoopNest nest = LoopCase.All[name];
        using Guarded<byte> x = RandomCodes(LoopCase.XLength(nest), 1);
        using Guarded<byte> table = RandomCodes(256, 2);
        CheckCodes(nest, (y, part, parts) => Lookup.Run(set, x, (byte*)y, table, nest, part, parts), (from, _, _) => table[x[from]]);
    }

    [SkippableTheory]
    [MemberData(nameof(EveryInstructionSet.Alone), MemberType = typeof(EveryInstructionSet))]
    public void LookupWorksInPlace(InstructionSet set)
    {
        EveryInstructionSet.SkipUnlessSupported(set);
        using Guarded<byte> x = RandomCodes(777, 1);
        using Guarded<byte> table = RandomCodes(256, 2);
        byte[] expected = Array.ConvertAll(x.Span.ToArray(), code => table[code]);
        LoopNest nest = new([777], [1], [1]);
        Lookup.Run(set, x, x, table, nest, 0, 1);
        Assert.Equal(expected, x.Span.ToArray());
    }

    [SkippableTheory]
    [MemberData(nameof(LoopCase.Names), MemberType = typeof(LoopCase))]
    public void QuantizeDividesClampsAndRoundsToEven(string name, InstructionSet set)
    {
        EveryInstructionSet.SkipUnlessSupported(set);
        LoopNest nest = LoopCase.All[name];
        const float Scale = 0.125f;
        using Guarded<float> x = new(LoopCase.XLength(nest));
        Random random = new(3);
        float[] special = [float.NaN, float.PositiveInfinity, float.NegativeInfinity, 1e30f, -1e30f, -0f, 0.0625f, 0.1875f, -0.0625f, float.Epsilon];
        for (int i = 0; i < x.Length; i++)
        {
            x[i] = i % 3 == 0 ? special[random.Next(special.Length)] : random.Next(-400, 400) * 0.0625f;
        }

        CheckCodes(nest, (y, part, parts) => Quantizer.Quantize(set, x, (byte*)y, nest, Scale, 128, 2, 250, part, parts), (from, _, _) =>
            float.IsNaN(x[from]) ? (byte)2 : (byte)(MathF.Round(Math.Clamp(x[from] / Scale, 2 - 128, 250 - 128)) + 128));
    }

    [SkippableTheory]
    [MemberData(nameof(LoopCase.Names), MemberType = typeof(LoopCase))]
    public void RangesHoldTheExtremesAndZero(string name, InstructionSet set)
    {
        EveryInstructionSet.SkipUnlessSupported(set);
        LoopNest nest = LoopCase.All[name];
        const int Shares = 5;
        using Guarded<float> x = new(LoopCase.XLength(nest));
        Random random = new(6);
        for (int i = 0; i < x.Length; i++)
        {
            x[i] = i % 11 == 3 ? float.NaN : random.Next(-1000, 1000);
        }

        using Guarded<float> ranges = new(2 * Shares);
        for (int part = 2; part >= 0; part--)
        {
            DynamicQuantizer.Ranges(set, x, ranges, Shares, nest, part, 3);
        }

        ranges.AssertGuards();
        float low = 0;
        float high = 0;
        foreach ((int from, _, _, _) in LoopCase.Elements(nest))
        {
            low = x[from] < low ? x[from] : low;
            high = x[from] > high ? x[from] : high;
        }

        float[] found = ranges.Span.ToArray();
        Assert.Equal((low, high), (MathF.Min(0, found.Min()), MathF.Max(0, found.Max())));
    }

    [SkippableTheory]
    [MemberData(nameof(LoopCase.Names), MemberType = typeof(LoopCase))]
    public void DequantizeMultipliesByTheScale(string name, InstructionSet set)
    {
        EveryInstructionSet.SkipUnlessSupported(set);
        LoopNest nest = LoopCase.All[name];
        using Guarded<byte> x = RandomCodes(LoopCase.XLength(nest), 1);
        CheckFloats(nest, (y, part, parts) => Quantizer.Dequantize(set, x, (float*)y, nest, 0.0123f, 77, part, parts), (from, _) => (x[from] - 77) * 0.0123f);
    }

    [SkippableTheory]
    [MemberData(nameof(LoopCase.Names), MemberType = typeof(LoopCase))]
    public void DequantizeInt32TakesOneScaleOrMany(string name, InstructionSet set)
    {
        EveryInstructionSet.SkipUnlessSupported(set);
        LoopNest nest = LoopCase.All[name];
        using Guarded<int> x = new(LoopCase.XLength(nest));
        new Random(5).NextBytes(MemoryMarshal.AsBytes(x.Span));
        using Guarded<float> scales = RandomFloats(LoopCase.InnermostExtent(nest));
        CheckFloats(nest, (y, part, parts) => Quantizer.DequantizeInt32(set, x, (float*)y, nest, scales, 1, part, parts), (from, _) => x[from] * scales[0]);
        CheckFloats(nest, (y, part, parts) => Quantizer.DequantizeInt32(set, x, (float*)y, nest, scales, scales.Length, part, parts), (from, index) => x[from] * scales[index]);
    }

    [SkippableTheory]
    [MemberData(nameof(EveryInstructionSet.Alone), MemberType = typeof(EveryInstructionSet))]
    public void SoftmaxSumsInOrder(InstructionSet set)
    {
        EveryInstructionSet.SkipUnlessSupported(set);
        LoopNest nest = new([3, 37], [40, 1], [1, 3]);
        float[] table = new float[256];
        for (int i = 0; i < 256; i++)
        {
            table[i] = (float)Math.Exp((i - 255) * 0.05);
        }

        using Guarded<byte> x = RandomCodes(LoopCase.XLength(nest), 1);
        using Guarded<float> exponentials = new(table);
        byte[] expected = new byte[111];
        for (int row = 0; row < 3; row++)
        {
            ReadOnlySpan<byte> codes = x.Span.Slice(40 * row, 37);
            int max = 0;
            foreach (byte code in codes)
            {
                max = Math.Max(max, code);
            }

            float sum = 0;
            foreach (byte code in codes)
            {
                sum += table[code + 255 - max];
            }

            for (int i = 0; i < 37; i++)
            {
                expected[row + 3 * i] = (byte)Math.Min(255, (int)MathF.Round(table[codes[i] + 255 - max] * 999f / sum) + 9);
            }
        }

        CheckCodes(nest, (y, part, parts) => QuantizedSoftmax.Run(set, x, (byte*)y, nest, exponentials, 999f, 9, part, parts), (_, _, to) => expected[to]);
    }

    static Guarded<byte> RandomCodes(int length, int seed)
    {
        Guarded<byte> codes = new(length);
        new Random(seed).NextBytes(codes.Span);
        return codes;
    }

    static Guarded<float> RandomFloats(int length)
    {
        Guarded<float> floats = new(length);
        Random random = new(4);
        for (int i = 0; i < length; i++)
        {
            floats[i] = random.NextSingle();
        }

        return floats;
    }

    /// <param name="define">Offsets in x, z and y → code.</param>
    static void CheckCodes(LoopNest nest, Action<nint, int, int> run, Func<int, int, int, byte> define)
    {
        using Guarded<byte> expected = new(LoopCase.YLength(nest));
        foreach ((int x, int z, int y, _) in LoopCase.Elements(nest))
        {
            expected[y] = define(x, z, y);
        }

        CheckParts(expected, run);
    }

    /// <param name="define">Offset in x and innermost index → float.</param>
    static void CheckFloats(LoopNest nest, Action<nint, int, int> run, Func<int, int, float> define)
    {
        using Guarded<float> expected = new(LoopCase.YLength(nest));
        foreach ((int x, _, int y, int index) in LoopCase.Elements(nest))
        {
            expected[y] = define(x, index);
        }

        CheckParts(expected, run);
    }

    static void CheckParts<T>(Guarded<T> expected, Action<nint, int, int> run)
        where T : unmanaged
    {
        foreach (int parts in (int[])[1, 2, 3, 7])
        {
            using Guarded<T> y = new(expected.Length);
            for (int part = 0; part < parts; part++)
            {
                run((nint)y.Pointer, part, parts);
            }

            y.AssertGuards();
            Codes.AssertEqual(MemoryMarshal.AsBytes(expected.Span), MemoryMarshal.AsBytes(y.Span), $"{parts} parts");
        }
    }
}
