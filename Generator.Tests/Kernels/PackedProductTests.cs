using System;
using Octavo.Runtime;
using Xunit;

namespace Octavo.Generator.Tests.Kernels;

public sealed unsafe class PackedProductTests
{
    [SkippableTheory]
    [MemberData(nameof(EveryInstructionSet.Alone), MemberType = typeof(EveryInstructionSet))]
    public void IsTheProductOfTheTwoMatrices(InstructionSet set)
    {
        EveryInstructionSet.SkipUnlessSupported(set);
        foreach ((int m, int k, int n, bool transposed) in ((int, int, int, bool)[])[(1, 1, 1, false), (5, 7, 17, false), (9, 64, 33, true), (3, 30, 16, true), (2, 41, 32, false), (2, 1100, 18, false)])
        {
            Check(set, m, k, n, transposed);
        }
    }

    static void Check(InstructionSet set, int m, int k, int n, bool transposed)
    {
        const int ZeroPointX = 13;
        const int ZeroPointB = 201;
        Random random = new(m + k + n);
        int padded = (n + 15) & -16;
        using Guarded<byte> x = new(m * k);
        using Guarded<byte> b = new(k * n);
        random.NextBytes(x.Span);
        random.NextBytes(b.Span);
        int rowStride = transposed ? 1 : n;
        int columnStride = transposed ? k : 1;

        using Guarded<sbyte> panels = new(padded * ((k + 3) / 4) * 4);
        using Guarded<int> sums = new(padded);
        PackedProduct.Pack(b, panels, sums, k, n, rowStride, columnStride);
        panels.AssertGuards();
        sums.AssertGuards();
        using Guarded<int> bias = new(padded);
        using Guarded<int> signedBias = new(padded);
        using Guarded<int> weightZeroPoint = new(padded);
        PackedProduct.Bias(bias, signedBias, weightZeroPoint, sums, ZeroPointX, ZeroPointB, k, n);
        bias.AssertGuards();

        using Guarded<float> ones = new(padded);
        ones.Span.Fill(1);
        using Guarded<int> segments = new([0]);
        using Guarded<float> y = new(m * n);
        ConvolutionShape shape = new()
        {
            Items = 1,
            Height = 1,
            Width = m,
            Input = new(0, 0, k),
            Output = new(0, 0, n),
            Segments = segments,
            SegmentCount = 1,
            SegmentBytes = k,
            Groups = 1,
            Channels = n,
            PanelBlock = 4,
        };
        Epilogue epilogue = new()
        {
            Kind = EpilogueKind.Float,
            Bias = bias,
            SignedBias = signedBias,
            WeightZeroPoint = weightZeroPoint,
            Multiplier = ones,
            FloatLow = float.NegativeInfinity,
            FloatHigh = float.PositiveInfinity,
        };
        Convolution.Run(set, x, panels, (byte*)y.Pointer, shape, epilogue, 0, 1);

        for (int row = 0; row < m; row++)
        {
            for (int column = 0; column < n; column++)
            {
                int sum = 0;
                for (int i = 0; i < k; i++)
                {
                    sum += (x[row * k + i] - ZeroPointX) * (b[i * rowStride + column * columnStride] - ZeroPointB);
                }

                Assert.Equal(sum, y[row * n + column]);
            }
        }
    }
}
