using System;
using System.Linq;
using System.Runtime.InteropServices;

namespace Octavo.Benchmarks.OnnxRuntime;

/// <summary>
/// A model loaded by ONNX Runtime for batches of one, with every advantage: all optimisations, its default spinning, and inputs and outputs
/// in native memory that are allocated once.
/// </summary>
internal sealed unsafe class OrtSession : IDisposable
{
    private readonly OrtApi _api;
    private readonly nint _options;
    private readonly nint _session;
    private readonly nint _memory;
    private readonly OrtTensor[] _inputs;
    private readonly OrtTensor[] _outputs;
    private readonly nint[] _inputHandles;
    private readonly nint[] _outputHandles;
    private readonly nint[] _inputNames;
    private readonly nint[] _outputNames;

    private OrtSession(OrtApi api, nint options, nint session)
    {
        _api = api;
        _options = options;
        _session = session;
        _memory = api.CreateMemoryInfo();
        InputTypes = api.Inputs(session);
        OutputTypes = api.Outputs(session);
        _inputs = [.. InputTypes.Select(type => new OrtTensor(api, _memory, type))];
        _outputs = [.. OutputTypes.Select(type => new OrtTensor(api, _memory, type))];
        _inputHandles = [.. _inputs.Select(tensor => tensor.Handle)];
        _outputHandles = [.. _outputs.Select(tensor => tensor.Handle)];
        _inputNames = [.. InputTypes.Select(type => Marshal.StringToCoTaskMemUTF8(type.Name))];
        _outputNames = [.. OutputTypes.Select(type => Marshal.StringToCoTaskMemUTF8(type.Name))];
    }

    public OrtTensorType[] InputTypes { get; }

    public OrtTensorType[] OutputTypes { get; }

    /// <summary>Loads a model file, which may have external data beside it.</summary>
    public static OrtSession Open(OrtEnvironment environment, string path, int threads)
    {
        nint options = environment.Api.CreateOptions(threads);
        return new OrtSession(environment.Api, options, environment.Api.CreateSession(environment.Handle, path, options));
    }

    public static OrtSession Open(OrtEnvironment environment, ReadOnlySpan<byte> model, int threads)
    {
        nint options = environment.Api.CreateOptions(threads);
        return new OrtSession(environment.Api, options, environment.Api.CreateSession(environment.Handle, model, options));
    }

    public void SetInputs(Array[] inputs)
    {
        foreach (var (tensor, values) in _inputs.Zip(inputs))
        {
            tensor.Write(values);
        }
    }

    public Array[] GetOutputs() => [.. _outputs.Select(tensor => tensor.Read())];

    public void Run(int times = 1)
    {
        fixed (nint* inputs = _inputHandles, outputs = _outputHandles, inputNames = _inputNames, outputNames = _outputNames)
        {
            for (int i = 0; i < times; i++)
            {
                _api.Run(_session, (byte**)inputNames, inputs, _inputHandles.Length, (byte**)outputNames, outputs, _outputHandles.Length);
            }
        }
    }

    public void Dispose()
    {
        foreach (var tensor in _inputs.Concat(_outputs))
        {
            tensor.Dispose();
        }

        foreach (nint name in _inputNames.Concat(_outputNames))
        {
            Marshal.FreeCoTaskMem(name);
        }

        _api.ReleaseSession(_session);
        _api.ReleaseOptions(_options);
        _api.ReleaseMemoryInfo(_memory);
    }
}
