using System;
using System.Collections.Generic;
using System.Linq;
using Octavo.Compiler;
using Octavo.Compiler.Lengths;
using Octavo.Compiler.Quantizing;
using Octavo.Harness;
using Octavo.Tool.Calibration;
using Octavo.Tool.Data;

namespace Octavo.Tool.Execution;

/// <summary>
/// A model compiled to the C# that its user would get, with intermediate results among the outputs. It is the fast twin of the compiler's reference evaluator, whose bits generated code
/// has by construction.
/// </summary>
internal sealed class NetworkRunner : IDisposable
{
    private readonly CompiledNetwork _network;
    private readonly NetworkInstance _instance;
    private readonly Array[] _outputs;
    private readonly Array[] _arrays;
    private readonly int[] _positions;
    private readonly IReadOnlyList<StateTensor> _states;
    private readonly ExposedModel _model;
    private readonly bool _ownsNetwork;

    private NetworkRunner(ExposedModel model, CompiledNetwork network, CompilerOptions options, int threads, bool ownsNetwork)
    {
        (_model, _ownsNetwork, Options) = (model, ownsNetwork, options);
        _states = network.Model.Plan.Graph.States;
        _arrays = [.. network.Inputs.Select(i => i.NewArray())];
        _positions = [.. Enumerable.Range(0, _arrays.Length).Where(i => _states.All(s => s.Input != i))];
        Inputs = [.. _positions.Select(i => new InputSpec(model.Inputs[i].Name, model.Inputs[i].Type.Element, model.Inputs[i].Type.Shape))];
        Outputs = model.Outputs;
        _network = network;
        _instance = network.CreateInstance(threads);
        _outputs = [.. network.Outputs.Select(o => o.NewArray())];
        Reset();
    }

    /// <summary>The model's inputs without those that are its state.</summary>
    public IReadOnlyList<InputSpec> Inputs { get; }

    /// <summary>The model's outputs, then the exposed results.</summary>
    public IReadOnlyList<ExposedTensor> Outputs { get; }

    /// <summary>What it was compiled by.</summary>
    public CompilerOptions Options { get; }

    /// <param name="options">Of lengths that they leave open, the greatest is taken.</param>
    /// <param name="wanted">Which intermediate results to expose; null for all.</param>
    /// <exception cref="ModelException">The model cannot be compiled.</exception>
    public static NetworkRunner Load(ModelSource source, CompilerOptions options, int threads, Func<string, bool>? wanted)
    {
        CompilerOptions one = LengthRange.Greatest(options);
        ExposedModel exposed = TensorExposure.Expose(source, one, wanted);
        CompiledNetwork network = CompiledNetwork.Load(exposed.Source, one);
        return new NetworkRunner(exposed, network, one, threads, ownsNetwork: true);
    }

    /// <summary>Another runner of the same compilation, which must not outlive this one: both may run at the same time.</summary>
    public NetworkRunner Beside(int threads) => new(_model, _network, Options, threads, ownsNetwork: false);

    /// <summary>Makes the next run the first.</summary>
    public void Reset()
    {
        foreach (StateTensor state in _states)
        {
            Array.Clear(_arrays[state.Input]);
            state.Initial?.ToArray().CopyTo(_arrays[state.Input], 0);
        }
    }

    /// <summary>Runs the model once, from the state that the last run left.</summary>
    public void Run(Array[] inputs)
    {
        for (int i = 0; i < inputs.Length; i++)
        {
            _arrays[_positions[i]] = inputs[i];
        }

        _instance.Run(_arrays, _outputs);
        foreach (StateTensor state in _states)
        {
            Array.Copy(_outputs[state.Output], _arrays[state.Input], _arrays[state.Input].Length);
        }
    }

    /// <summary>An output of the last run; the next one overwrites it.</summary>
    public Array Output(int index) => _outputs[index];

    /// <summary>An output as floats, codes as their numbers.</summary>
    public float[] Floats(int index) => _outputs[index] as float[] ?? [.. _outputs[index].Cast<IConvertible>().Select(v => v.ToSingle(null))];

    /// <summary>An output as floats, with channels divided by the powers of two that they were multiplied by; null for none.</summary>
    public float[] Floats(int index, int[]? exponents)
    {
        float[] values = Floats(index);
        if (exponents is null)
        {
            return values;
        }

        float[] divided = new float[values.Length];
        ChannelScale.Apply(values, Outputs[index].Type.Shape, [.. exponents.Select(e => -e)], divided);
        return divided;
    }

    public void Dispose()
    {
        _instance.Dispose();
        if (_ownsNetwork)
        {
            _network.Dispose();
        }
    }
}
