using BenchmarkDotNet.Attributes;
using Octavo.Runtime;

namespace Octavo.Benchmarks.Kernels;

/// <summary>A depthwise 3×3 convolution of 56×56 pixels and 144 channels, 4.1 million multiply-accumulates.</summary>
public unsafe class DepthwiseBenchmark : KernelBenchmark
{
    private const int Size = 56;
    private const int Padded = Size + 2;
    private const int Channels = 144;
    private const int WeightsPerPair = 2;

    private DepthwiseShape _shape;
    private Epilogue _epilogue;
    private byte* _input;
    private short* _weights;
    private byte* _output;

    [GlobalSetup]
    public void Prepare()
    {
        int[] taps = new int[9];
        for (int tap = 0; tap < taps.Length; tap++)
        {
            taps[tap] = (((tap / 3) * Padded) + (tap % 3)) * Channels;
        }

        _input = NativeArray.Codes(Padded * Padded * Channels);
        _weights = NativeArray.Filled<short>((taps.Length + 1) / WeightsPerPair * WeightsPerPair * Channels, 3);
        _output = NativeArray.Codes(Size * Size * Channels);
        _epilogue = CodesOf(Channels);
        _shape = new DepthwiseShape
        {
            Items = 1,
            Height = Size,
            Width = Size,
            Input = new PixelStrides(item: 0, row: Padded * Channels, pixel: Channels),
            Output = new PixelStrides(item: 0, row: Size * Channels, pixel: Channels),
            Taps = NativeArray.Of<int>(taps),
            TapCount = taps.Length,
            Channels = Channels,
        };
    }

    [Benchmark]
    public void Convolve() => Depthwise.Run(InstructionSets.VectorsOf(Set), _input, _weights, _output, _shape, _epilogue, 0, 1);
}
