namespace Octavo.Benchmarks.Networks;

internal static class TinyNetworks
{
    /// <summary>DS-CNN of MLPerf Tiny.</summary>
    public static byte[] KeywordSpotting()
    {
        var n = new QuantizedNetwork(signed: false, 1, 1, 49, 10);
        n.Convolution(64, (10, 4), stride: 2);
        for (int block = 0; block < 4; block++)
        {
            n.Depthwise();
            n.Convolution(64, 1);
        }

        n.GlobalAverage();
        n.Dense(12);
        return n.Build();
    }

    /// <summary>Dense layers with a Relu between them.</summary>
    public static byte[] Dense(params int[] widths)
    {
        var n = new QuantizedNetwork(signed: false, 1, widths[0]);
        for (int i = 1; i < widths.Length; i++)
        {
            n.Dense(widths[i], relu: i < widths.Length - 1);
        }

        return n.Build();
    }
}
