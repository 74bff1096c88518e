using System.Collections.Generic;
using Octavo.Compiler;
using Octavo.Compiler.Onnx;

namespace Octavo.Conformance.Suites;

/// <summary>One run of a model: what goes in and what has to come out.</summary>
internal abstract class DataSet
{
    /// <summary>False when only the inputs are known: then a run shows nothing.</summary>
    public virtual bool HasOutputs => true;

    /// <summary>A tensor per input of the model; null where the file holds no tensor of numbers.</summary>
    public abstract IReadOnlyList<TensorData?> Inputs(IReadOnlyList<OnnxValueInfo> inputs);

    /// <summary>A tensor per output of the model, likewise.</summary>
    public abstract IReadOnlyList<TensorData?> Outputs(IReadOnlyList<OnnxValueInfo> outputs);
}
