using System;
using System.Linq;
using Octavo.Benchmarks.Layers;
using Octavo.Benchmarks.Workers;

namespace Octavo.Benchmarks.OneDnn;

/// <summary>
/// u8 · s8 → u8 with a Relu, channels last, a scale per output channel; weights and scratchpad as the library prefers them, made once. It lives as long as its
/// process.
/// </summary>
internal sealed unsafe class DnnlConvolution : IRunner
{
    private readonly nint _engine = Dnnl.CreateEngine();
    private readonly nint _stream;
    private readonly nint _primitive;
    private readonly Dnnl.Argument[] _arguments;

    public DnnlConvolution(LayerShape shape)
    {
        _stream = Dnnl.CreateStream(_engine);
        long[] weightShape = shape.Groups == 1
            ? [shape.Outputs, shape.Inputs, shape.Kernel, shape.Kernel]
            : [shape.Groups, 1, 1, shape.Kernel, shape.Kernel];
        byte[] source = Describe(Dnnl.U8, Dnnl.ChannelsLast, 1, shape.Inputs, shape.Size, shape.Size);
        byte[] destination = Describe(Dnnl.U8, Dnnl.ChannelsLast, 1, shape.Outputs, shape.OutputSize, shape.OutputSize);
        byte[] bias = Describe(Dnnl.S32, Dnnl.Vector, shape.Outputs);
        byte[] weights = Describe(Dnnl.S8, Dnnl.AnyFormat, weightShape);
        byte[] plainWeights = Describe(Dnnl.S8, shape.Groups == 1 ? Dnnl.ChannelsFirst : Dnnl.GroupsFirst, weightShape);
        byte[] operation = new byte[Dnnl.OperationDescriptorBytes];
        long[] strides = [shape.Stride, shape.Stride], padding = [shape.Padding, shape.Padding];
        nint description;
        fixed (byte* o = operation, s = source, w = weights, b = bias, d = destination)
        fixed (long* st = strides, p = padding)
        {
            Dnnl.Check(Dnnl.DescribeConvolution(o, Dnnl.ForwardInference, Dnnl.AutomaticConvolution, s, w, b, d, st, p, p));
            Dnnl.Check(Dnnl.DescribePrimitive(out description, o, Attributes(shape.Outputs), _engine, 0));
        }

        Dnnl.Check(Dnnl.CreatePrimitive(out _primitive, description));
        byte* preferred = Dnnl.QueryMemory(description, Dnnl.WeightsDescriptor, 0);
        long[] inputShape = [shape.Size, shape.Size, shape.Inputs], outputShape = [shape.OutputSize, shape.OutputSize, shape.Outputs];
        _arguments =
        [
            new() { Kind = Dnnl.Source, Memory = Fill(source, Length(inputShape)) },
            new() { Kind = Dnnl.WeightsArgument, Memory = Reorder(plainWeights, Length(weightShape), preferred) },
            new() { Kind = Dnnl.Bias, Memory = Fill(bias, 0) },
            new() { Kind = Dnnl.Destination, Memory = Fill(destination, Length(outputShape)) },
            new() { Kind = Dnnl.Scratchpad, Memory = Allocate(Dnnl.QueryMemory(description, Dnnl.ScratchpadDescriptor, 0)) },
        ];
    }

    public void Run(int times)
    {
        for (int i = 0; i < times; i++)
        {
            Execute(_primitive, _arguments);
        }
    }

    public void Dispose()
    {
    }

    private static int Length(long[] shape) => checked((int)shape.Aggregate(1L, (product, size) => product * size));

    private static byte[] Describe(int type, int format, params long[] shape)
    {
        byte[] descriptor = new byte[Dnnl.MemoryDescriptorBytes];
        fixed (byte* bytes = descriptor)
        fixed (long* dimensions = shape)
        {
            Dnnl.Check(Dnnl.DescribeMemory(bytes, shape.Length, dimensions, type, format));
        }

        return descriptor;
    }

    private static nint Attributes(int channels)
    {
        const int PerChannel = 1 << 1;
        Dnnl.Check(Dnnl.CreateAttributes(out nint attributes));
        Dnnl.Check(Dnnl.CreatePostOperations(out nint operations));
        Dnnl.Check(Dnnl.AppendActivation(operations, 1, Dnnl.Relu, 0, 0));
        Dnnl.Check(Dnnl.SetPostOperations(attributes, operations));
        Dnnl.Check(Dnnl.SetScratchpadMode(attributes, Dnnl.UserScratchpad));
        float[] scales = [.. Enumerable.Range(0, channels).Select(channel => 0.001f + (channel * 1e-6f))];
        fixed (float* values = scales)
        {
            Dnnl.Check(Dnnl.SetOutputScales(attributes, channels, PerChannel, values));
        }

        return attributes;
    }

    private nint Allocate(byte* descriptor)
    {
        Dnnl.Check(Dnnl.CreateMemory(out nint memory, descriptor, _engine, Dnnl.Allocated));
        return memory;
    }

    /// <summary>Allocates and fills with random bytes.</summary>
    private nint Fill(byte[] descriptor, int bytes)
    {
        fixed (byte* d = descriptor)
        {
            nint memory = Allocate(d);
            Dnnl.Check(Dnnl.GetData(memory, out byte* data));
            new Random(1).NextBytes(new Span<byte>(data, bytes));
            return memory;
        }
    }

    private nint Reorder(byte[] plain, int bytes, byte* preferred)
    {
        nint from = Fill(plain, bytes), to = Allocate(preferred);
        nint description;
        fixed (byte* p = plain)
        {
            Dnnl.Check(Dnnl.DescribeReorder(out description, p, _engine, preferred, _engine, 0));
        }

        Dnnl.Check(Dnnl.CreatePrimitive(out nint reorder, description));
        Execute(reorder, [new() { Kind = Dnnl.Source, Memory = from }, new() { Kind = Dnnl.Destination, Memory = to }]);
        return to;
    }

    private void Execute(nint primitive, Dnnl.Argument[] arguments)
    {
        fixed (Dnnl.Argument* values = arguments)
        {
            Dnnl.Check(Dnnl.Execute(primitive, _stream, arguments.Length, values));
        }

        Dnnl.Check(Dnnl.Wait(_stream));
    }
}
