namespace Octavo.Benchmarks.Networks;

internal static class MobileNet
{
    public static byte[] V1(int size, double width, int classes)
    {
        var n = new QuantizedNetwork(signed: false, 1, 3, size, size);
        n.Convolution((int)(32 * width), 3, stride: 2);
        (int Channels, int Stride)[] blocks =
            [(64, 1), (128, 2), (128, 1), (256, 2), (256, 1), (512, 2), (512, 1), (512, 1), (512, 1), (512, 1), (512, 1), (1024, 2), (1024, 1)];
        foreach (var (channels, stride) in blocks)
        {
            n.Depthwise(stride);
            n.Convolution((int)(channels * width), 1);
        }

        n.GlobalAverage();
        n.Dense(classes);
        return n.Build();
    }

    public static byte[] V2(bool signed)
    {
        var n = new QuantizedNetwork(signed, 1, 3, 224, 224);
        n.Convolution(32, 3, stride: 2);
        (int Expansion, int Channels, int Repeats, int Stride)[] stages =
            [(1, 16, 1, 1), (6, 24, 2, 2), (6, 32, 3, 2), (6, 64, 4, 2), (6, 96, 3, 1), (6, 160, 3, 2), (6, 320, 1, 1)];
        foreach (var (expansion, channels, repeats, stride) in stages)
        {
            for (int repeat = 0; repeat < repeats; repeat++)
            {
                InvertedResidual(n, expansion, channels, repeat == 0 ? stride : 1, residual: repeat > 0);
            }
        }

        n.Convolution(1280, 1);
        n.GlobalAverage();
        n.Dense(1000);
        return n.Build();
    }

    private static void InvertedResidual(QuantizedNetwork n, int expansion, int channels, int stride, bool residual)
    {
        var x = n.X;
        if (expansion > 1)
        {
            n.Convolution(x.Channels * expansion, 1);
        }

        n.Depthwise(stride);
        var y = n.Convolution(channels, 1, relu: false);
        if (residual)
        {
            n.Add(x, y, relu: false);
        }
    }
}
