using System;

namespace Octavo.Benchmarks.Networks;

internal static class ResNet
{
    /// <summary>For images of 224 × 224 and 1000 classes.</summary>
    public static byte[] Standard(int[] repeats, bool bottleneck)
    {
        var n = new QuantizedNetwork(signed: false, 1, 3, 224, 224);
        n.Convolution(64, 7, stride: 2);
        n.MaxPool();
        for (int stage = 0; stage < repeats.Length; stage++)
        {
            for (int block = 0; block < repeats[stage]; block++)
            {
                Block(n, 64 << stage, stride: stage > 0 && block == 0 ? 2 : 1, bottleneck);
            }
        }

        n.GlobalAverage();
        n.Dense(1000);
        return n.Build();
    }

    /// <summary>ResNet-8 for images of 32 × 32, of MLPerf Tiny.</summary>
    public static byte[] Tiny()
    {
        var n = new QuantizedNetwork(signed: false, 1, 3, 32, 32);
        n.Convolution(16, 3);
        foreach (var (channels, stride) in new[] { (16, 1), (32, 2), (64, 2) })
        {
            Block(n, channels, stride, bottleneck: false);
        }

        n.GlobalAverage();
        n.Dense(10);
        return n.Build();
    }

    private static void Block(QuantizedNetwork n, int channels, int stride, bool bottleneck)
    {
        var x = n.X;
        QuantizedTensor y;
        if (bottleneck)
        {
            n.Convolution(channels, 1);
            n.Convolution(channels, 3, stride);
            y = n.Convolution(4 * channels, 1, relu: false);
        }
        else
        {
            n.Convolution(channels, 3, stride);
            y = n.Convolution(channels, 3, relu: false);
        }

        if (!x.Shape.AsSpan().SequenceEqual(y.Shape))
        {
            n.X = x;
            x = n.Convolution(y.Channels, 1, stride, relu: false);
        }

        n.Add(x, y, relu: true);
    }
}
