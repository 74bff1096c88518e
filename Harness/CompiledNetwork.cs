using System;
using System.Collections.Generic;
using System.Linq;
using System.Reflection;
using Octavo.Compiler;
using Octavo.Runtime;

namespace Octavo.Harness;

/// <summary>
/// A model taken through the whole compiler, the C# compiler and the loader: what a user of the package runs, in memory.
/// </summary>
public sealed class CompiledNetwork : IDisposable
{
    private readonly NetworkLoadContext _context;
    private readonly Type _shim;
    private readonly Action<Array[], Array[]> _infer;
    private readonly Func<int, IDisposable> _create;
    private readonly Action<IDisposable, Array[], Array[], int> _run;

    private CompiledNetwork(CompiledModel model, NetworkLoadContext context, Assembly assembly, string fullName)
    {
        Model = model;
        _context = context;
        GeneratedType = assembly.GetType(fullName, throwOnError: true)!;
        _shim = assembly.GetType(NetworkCompilation.ShimName, throwOnError: true)!;
        _infer = _shim.GetMethod("Infer")!.CreateDelegate<Action<Array[], Array[]>>();
        _create = _shim.GetMethod("Create")!.CreateDelegate<Func<int, IDisposable>>();
        _run = _shim.GetMethod("Run")!.CreateDelegate<Action<IDisposable, Array[], Array[], int>>();
        Inputs = Tensors("Input");
        Outputs = Tensors("Output");
    }

    public CompiledModel Model { get; }

    /// <summary>The generated class, for tests of its other members.</summary>
    public Type GeneratedType { get; }

    public string Source => Model.Source;

    public IReadOnlyList<Problem> Problems => Model.Problems;

    public IReadOnlyList<NetworkTensor> Inputs { get; }

    public IReadOnlyList<NetworkTensor> Outputs { get; }

    /// <summary>The generated class's <c>Info</c>; not for a forced instruction set, whose copy of the runtime has its own type.</summary>
    public ModelInfo Info => (ModelInfo)_shim.GetMethod("Info")!.Invoke(null, null)!;

    /// <summary>Compiles and loads a model.</summary>
    /// <param name="onnx">The model file.</param>
    /// <param name="options">Defaults to a class <c>Network</c> in the global namespace.</param>
    /// <param name="forcedInstructionSet">A value of the AppContext switch <c>Octavo.InstructionSet</c>, or null for the processor's best.</param>
    /// <param name="collectible">
    /// Whether <see cref="Dispose"/> can free the code. Collectible code is optimised at once but reaches its statics indirectly: measure with false.
    /// </param>
    /// <exception cref="ModelException">The model cannot be compiled.</exception>
    public static CompiledNetwork Load(byte[] onnx, CompilerOptions? options = null, string? forcedInstructionSet = null, bool collectible = true) =>
        Load(new ModelSource("model.onnx", onnx), options, forcedInstructionSet, collectible);

    /// <inheritdoc cref="Load(byte[], CompilerOptions?, string?, bool)"/>
    public static CompiledNetwork Load(ModelSource source, CompilerOptions? options = null, string? forcedInstructionSet = null, bool collectible = true)
    {
        options ??= new CompilerOptions("Network");
        return Load(ModelCompiler.Compile(source, options), options, forcedInstructionSet, collectible);
    }

    /// <summary>Loads a model that is compiled already, for example to compare instruction sets; the options are those it was compiled with.</summary>
    public static CompiledNetwork Load(CompiledModel model, CompilerOptions options, string? forcedInstructionSet = null, bool collectible = true)
    {
        var compilation = new NetworkCompilation(model, options);
        var runtime = forcedInstructionSet is null ? null : RuntimeCopy.For(forcedInstructionSet);
        var context = new NetworkLoadContext(runtime, collectible);
        return new CompiledNetwork(model, context, context.Load(compilation.Emit()), compilation.FullName);
    }

    /// <summary>Calls the static <c>Infer</c> once and returns fresh outputs; the first input's length says how many items the batch has.</summary>
    public Array[] Run(params Array[] inputs)
    {
        int items = Inputs.Count == 0 || Inputs[0].Length == 0 ? 1 : inputs[0].Length / Inputs[0].Length;
        Array[] outputs = [.. Outputs.Select(o => o.NewArray(items))];
        Run(inputs, outputs);
        return outputs;
    }

    /// <summary>Calls the static <c>Infer</c> once.</summary>
    public void Run(Array[] inputs, Array[] outputs) => _infer(inputs, outputs);

    /// <summary>Creates an instance of the generated class, which owns its memory.</summary>
    public NetworkInstance CreateInstance(int threads = 1) => new(_create(threads), _run);

    /// <summary>Creates a stream of the generated class, whose model has one state, of floats.</summary>
    public NetworkStream CreateStream(int threads = 1) => new(_shim, threads);

    /// <summary>Unloads the generated code, once nothing holds it any more.</summary>
    public void Dispose()
    {
        if (_context.IsCollectible)
        {
            _context.Unload();
        }
    }

    private NetworkTensor[] Tensors(string kind)
    {
        string[] names = Fact<string[]>(kind + "Names");
        var types = Fact<Type[]>(kind + "Types");
        int[] lengths = Fact<int[]>(kind + "Lengths");
        int[][] shapes = Fact<int[][]>(kind + "Shapes");
        return [.. names.Select((name, i) => new NetworkTensor(name, types[i], lengths[i], shapes[i]))];
    }

    private T Fact<T>(string field) => (T)_shim.GetField(field)!.GetValue(null)!;
}
