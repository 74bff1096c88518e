using System;
using System.Collections.Generic;
using System.Linq;
using System.Runtime.InteropServices;

namespace Octavo.Benchmarks.OnnxRuntime;

/// <summary>
/// A model loaded by ONNX Runtime, with every advantage: all optimisations, its default spinning, and inputs and outputs that are allocated once.
/// </summary>
internal sealed unsafe class OrtSession : IDisposable
{
    private readonly OrtApi _api;
    private readonly nint _options;
    private readonly nint _session;
    private readonly nint _memory;
    private readonly OrtTensorType[] _inputTypes;
    private readonly nint[] _inputNames;
    private readonly nint[] _outputNames;
    private readonly nint[] _outputs;
    private OrtTensor[] _inputs = [];

    private OrtSession(OrtApi api, nint options, nint session)
    {
        _api = api;
        _options = options;
        _session = session;
        _memory = api.CreateMemoryInfo();
        _inputTypes = api.Inputs(session);
        var outputTypes = api.Outputs(session);
        _inputNames = [.. _inputTypes.Select(type => Marshal.StringToCoTaskMemUTF8(type.Name))];
        _outputNames = [.. outputTypes.Select(type => Marshal.StringToCoTaskMemUTF8(type.Name))];
        _outputs = new nint[outputTypes.Length];
    }

    /// <summary>Loads a model file, which may have external data beside it.</summary>
    /// <param name="keepSigned">
    /// Whether activations of 8 signed bits stay signed. By default ONNX Runtime moves them to unsigned codes, for which it has faster kernels; where a tensor
    /// has several consumers this leaves operators in float, whose results differ by a code here and there.
    /// </param>
    public static OrtSession Open(OrtEnvironment environment, string path, int threads, bool keepSigned = false)
    {
        nint options = environment.Api.CreateOptions(threads);
        if (keepSigned)
        {
            environment.Api.AddConfiguration(options, "session.qdqisint8allowed\0"u8, "1\0"u8);
        }

        try
        {
            return new OrtSession(environment.Api, options, environment.Api.CreateSession(environment.Handle, path, options));
        }
        catch (InvalidOperationException)
        {
            environment.Api.ReleaseOptions(options);
            throw;
        }
    }

    /// <summary>Copies the inputs, raw bytes in the order of the model, to where every run finds them.</summary>
    public void SetInputs(IReadOnlyList<(long[] Shape, byte[] Bytes)> inputs)
    {
        ReleaseTensors();
        _inputs = [.. inputs.Zip(_inputTypes, (input, type) => new OrtTensor(_api, _memory, type.Element, input.Shape, input.Bytes))];
    }

    public byte[][] GetOutputs() => [.. _outputs.Select(_api.Bytes)];

    /// <summary>The dimensions of each output of the last run.</summary>
    public long[][] GetOutputShapes() => [.. _outputs.Select(_api.Shape)];

    /// <summary>The first run after new inputs lets the session allocate the outputs, which the others write again.</summary>
    public void Run(int times = 1)
    {
        nint[] handles = [.. _inputs.Select(tensor => tensor.Handle)];
        fixed (nint* inputs = handles, outputs = _outputs, inputNames = _inputNames, outputNames = _outputNames)
        {
            for (int i = 0; i < times; i++)
            {
                _api.Run(_session, (byte**)inputNames, inputs, handles.Length, (byte**)outputNames, outputs, _outputs.Length);
            }
        }
    }

    public void Dispose()
    {
        ReleaseTensors();
        foreach (nint name in _inputNames.Concat(_outputNames))
        {
            Marshal.FreeCoTaskMem(name);
        }

        _api.ReleaseSession(_session);
        _api.ReleaseOptions(_options);
        _api.ReleaseMemoryInfo(_memory);
    }

    private void ReleaseTensors()
    {
        foreach (var input in _inputs)
        {
            input.Dispose();
        }

        for (int i = 0; i < _outputs.Length; i++)
        {
            if (_outputs[i] != 0)
            {
                _api.ReleaseTensor(_outputs[i]);
                _outputs[i] = 0;
            }
        }
    }
}
