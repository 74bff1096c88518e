using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using Octavo.Compiler;
using Octavo.Harness;

namespace Octavo.Benchmarks.Workers;

/// <summary>A network taken through the whole compiler, as in a build.</summary>
internal sealed class OctavoRunner : INetworkRunner
{
    private const int AllocationRuns = 50;

    private readonly CompiledNetwork _network;
    private readonly Array[] _outputs;
    private Array[] _inputs = [];
    private NetworkInstance? _instance;

    /// <param name="inputShapes">Used when the model leaves dimensions open that the compiler must know.</param>
    /// <exception cref="RefusedException">The compiler refuses the model.</exception>
    /// <exception cref="InvalidOperationException">The generated source does not compile.</exception>
    public OctavoRunner(string path, string? inputShapes)
    {
        _network = Compile(new ModelSource(Path.GetFileName(path), File.ReadAllBytes(path), name => ReadSibling(path, name)), inputShapes);
        _outputs = [.. _network.Outputs.Select(output => output.NewArray())];
        var info = _network.Info;
        Facts = new NetworkFacts(
            [.. _network.Inputs.Select(Describe)], [.. _network.Outputs.Select(Describe)], info.ArenaBytes, info.WeightBytes, info.MultiplyAccumulates);
    }

    public NetworkFacts Facts { get; }

    public void Open(int number)
    {
        _instance?.Dispose();
        _instance = _network.CreateInstance(threads: number);
        _inputs = [.. _network.Inputs.Select(input => input.NewArray())];
    }

    public byte[][] Infer(IReadOnlyList<TensorBytes> inputs)
    {
        _inputs = [.. _network.Inputs.Zip(inputs, (type, input) => type.FromBytes(input.Bytes))];
        Run(1);
        return [.. _outputs.Select(output => TensorFacts.BytesOf(output).ToArray())];
    }

    public void Run(int times) => _instance!.Run(_inputs, _outputs, times);

    /// <summary>The larger of what the static and the instance call allocate.</summary>
    public double AllocatedBytes()
    {
        _network.Run(_inputs, _outputs);
        long start = GC.GetAllocatedBytesForCurrentThread();
        for (int i = 0; i < AllocationRuns; i++)
        {
            _network.Run(_inputs, _outputs);
        }

        long middle = GC.GetAllocatedBytesForCurrentThread();
        Run(AllocationRuns);
        long end = GC.GetAllocatedBytesForCurrentThread();
        return Math.Max(middle - start, end - middle) / (double)AllocationRuns;
    }

    public void Dispose() => _instance?.Dispose();

    private static CompiledNetwork Compile(ModelSource source, string? inputShapes)
    {
        try
        {
            try
            {
                return CompiledNetwork.Load(source, collectible: false);
            }
            catch (ModelException) when (inputShapes is not null)
            {
                return CompiledNetwork.Load(source, new CompilerOptions("Network", InputShapes: inputShapes), collectible: false);
            }
        }
        catch (ModelException e)
        {
            throw new RefusedException(e.Message);
        }
    }

    private static TensorFacts Describe(NetworkTensor tensor) => new(tensor.ElementType.Name, [.. tensor.Shape.Select(d => Math.Abs(d))]);

    private static byte[]? ReadSibling(string path, string name)
    {
        string sibling = Path.Combine(Path.GetDirectoryName(path)!, name);
        return File.Exists(sibling) ? File.ReadAllBytes(sibling) : null;
    }
}
