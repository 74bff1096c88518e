using BenchmarkDotNet.Attributes;
using Octavo.Runtime;

namespace Octavo.Benchmarks.Kernels;

/// <summary>A tile of dot products and its epilogue: a 1×1 convolution of 56×56 pixels to 64 channels, 12.8 million multiply-accumulates with 64 input channels.</summary>
public unsafe class DotProductBenchmark : KernelBenchmark
{
    private const int Pixels = 56 * 56;
    private const int Outputs = 64;

    private ConvolutionShape _shape;
    private Epilogue _epilogue;
    private byte* _input;
    private byte* _weights;
    private byte* _output;

    [Params(64, 256)]
    public int Inputs { get; set; }

    [GlobalSetup]
    public void Prepare()
    {
        _input = NativeArray.Codes(Pixels * Inputs);
        _weights = NativeArray.Codes(Outputs * Inputs);
        _output = NativeArray.Codes(Pixels * Outputs);
        _epilogue = CodesOf(Outputs);
        _shape = new ConvolutionShape
        {
            Items = 1,
            Height = 1,
            Width = Pixels,
            Input = new PixelStrides(item: 0, row: 0, pixel: Inputs),
            Output = new PixelStrides(item: 0, row: 0, pixel: Outputs),
            Segments = NativeArray.Of(0),
            SegmentCount = 1,
            SegmentBytes = Inputs,
            Groups = 1,
            Channels = Outputs,
            PanelBlock = Outputs / 16,
        };
    }

    [Benchmark]
    public void Convolve() => Convolution.Run(Set, _input, (sbyte*)_weights, _output, _shape, _epilogue, 0, 1);
}
