using System;
using System.Linq;
using System.Reflection;
using System.Runtime.InteropServices;
using Octavo.Benchmarks.Networks;
using Octavo.Benchmarks.Workers;
using Octavo.Harness;

namespace Octavo.Benchmarks.Layers;

/// <summary>
/// A layer as the compiler generates it, with a Relu and weights packed by the compiler: the method of the convolution in the class of a network that has
/// no other, called on memory of its own. Conversions and halos around it do not count.
/// </summary>
internal sealed unsafe class CompiledLayer : IRunner
{
    /// <summary>Around inputs and outputs: more than any halo or overhanging vector reaches.</summary>
    private const int Margin = 1 << 20;

    private readonly delegate*<byte*, byte*, byte*, int, int, void> _run;
    private readonly byte* _weights;
    private readonly byte* _input;
    private readonly byte* _output;

    /// <param name="zeroBlocks">The share of blocks of weights that are zero.</param>
    /// <exception cref="InvalidOperationException">The generated class has no such method.</exception>
    public CompiledLayer(LayerShape shape, double zeroBlocks = 0)
    {
        var builder = new QuantizedNetwork(signed: false, 1, shape.Inputs, shape.Size, shape.Size) { ZeroBlocks = zeroBlocks };
        builder.Convolution(shape.Outputs, (shape.Kernel, shape.Kernel), shape.Stride, shape.Groups);
        var network = CompiledNetwork.Load(builder.Build(), collectible: false);
        _run = (delegate*<byte*, byte*, byte*, int, int, void>)MethodOf(network.GeneratedType).MethodHandle.GetFunctionPointer();
        _weights = WeightsOf(network.GeneratedType);
        int padded = shape.Size + (2 * shape.Padding);
        _input = Allocate(padded * padded * shape.Inputs);
        _output = Allocate(shape.OutputSize * shape.OutputSize * shape.Outputs);
    }

    public void Run(int times)
    {
        for (int i = 0; i < times; i++)
        {
            _run(_input, _output, _weights, 0, 1);
        }
    }

    public void Dispose()
    {
        NativeMemory.AlignedFree(_input - Margin);
        NativeMemory.AlignedFree(_output - Margin);
    }

    private static MethodInfo MethodOf(Type network)
    {
        string[] parameters = ["Byte*", "Byte*", "Byte*", "Int32", "Int32"];
        MethodInfo[] methods = [.. network.GetMethods(BindingFlags.Static | BindingFlags.NonPublic)
            .Where(method => method.Name.StartsWith("Conv", StringComparison.Ordinal) && method.GetParameters().Select(p => p.ParameterType.Name).SequenceEqual(parameters))];
        return methods.Length == 1
            ? methods[0]
            : throw new InvalidOperationException($"The generated class has {methods.Length} methods that compute a convolution from input, output and weights.");
    }

    private static byte* WeightsOf(Type network)
    {
        var field = network.GetNestedType("Weights", BindingFlags.NonPublic)?.GetField("Pointer", BindingFlags.Static | BindingFlags.NonPublic)
            ?? throw new InvalidOperationException("The generated class has no weights.");
        return (byte*)Pointer.Unbox(field.GetValue(null)!);
    }

    /// <summary>Random codes with margins of them.</summary>
    private static byte* Allocate(int bytes)
    {
        nuint length = (nuint)bytes + (2 * Margin);
        byte* memory = (byte*)NativeMemory.AlignedAlloc(length, 64);
        new Random(1).NextBytes(new Span<byte>(memory, (int)length));
        return memory + Margin;
    }
}
