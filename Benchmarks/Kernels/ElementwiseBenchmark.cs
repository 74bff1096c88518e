using BenchmarkDotNet.Attributes;
using Octavo.Runtime;

namespace Octavo.Benchmarks.Kernels;

/// <summary>Element-wise kernels on 56×56 pixels of 64 channels, 200 704 elements.</summary>
public unsafe class ElementwiseBenchmark : KernelBenchmark
{
    private const int Length = 56 * 56 * 64;
    private const float Scale = 0.02f;

    private LoopNest _loop;
    private byte* _a;
    private byte* _b;
    private byte* _codes;
    private byte* _table;
    private float* _floats;

    private InstructionSet Vectors => InstructionSets.VectorsOf(Set);

    [GlobalSetup]
    public void Prepare()
    {
        _loop = new LoopNest([Length], [1], [1], [1]);
        _a = NativeArray.Codes(Length);
        _b = NativeArray.Codes(Length);
        _codes = NativeArray.Codes(Length);
        _table = NativeArray.Codes(256);
        _floats = NativeArray.Filled(Length, 1f);
    }

    [Benchmark]
    public void Add() => QuantizedAdd.Run(Vectors, _a, _b, _codes, _loop, 0.7f, 0.9f, -100, 0, 255, 0, 0, 1);

    [Benchmark]
    public void Quantize() => Quantizer.Quantize(Vectors, _floats, _codes, _loop, Scale, 128, 0, 255, 0, 1);

    [Benchmark]
    public void Dequantize() => Quantizer.Dequantize(Vectors, _a, _floats, _loop, Scale, 128, 0, 1);

    [Benchmark]
    public void LookUp() => Lookup.Run(Vectors, _a, _codes, _table, _loop, 0, 1);
}
