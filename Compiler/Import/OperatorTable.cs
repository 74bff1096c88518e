using System;
using System.Collections.Generic;
using System.Linq;
using Octavo.Compiler.Import.Nodes;
using Octavo.Compiler.Import.Operators;
using Octavo.Compiler.Import.Operators.Attention;
using Octavo.Compiler.Import.Operators.Elementwise;
using Octavo.Compiler.Import.Operators.Known;
using Octavo.Compiler.Import.Operators.Matrices;
using Octavo.Compiler.Import.Operators.Movement;
using Octavo.Compiler.Import.Operators.Quantized;
using Octavo.Compiler.Import.Operators.Recurrence;
using Octavo.Compiler.Import.Operators.Rows;
using Octavo.Compiler.Import.Operators.Sampling;
using Octavo.Compiler.Import.Operators.Windows;

namespace Octavo.Compiler.Import;

/// <summary>One operator that can be imported.</summary>
/// <param name="Name">The ONNX name.</param>
/// <param name="Import">Adds the node to the graph and returns its results, trailing unsupported ones left out.</param>
/// <param name="Remark">What is restricted, for the documentation; empty when nothing is.</param>
internal sealed record OperatorEntry(string Name, Func<NodeContext, IReadOnlyList<Value>> Import, string Remark = "")
{
    /// <summary>The operator domain; empty for ONNX's own.</summary>
    public string Domain { get; init; } = "";

    /// <summary>The first operator set whose form of the operator is understood.</summary>
    public int Since { get; init; } = 1;

    /// <summary>The last operator set that was looked at.</summary>
    public int Until { get; init; } = OperatorTable.LastOpset;

    /// <summary>The operator set whose form another domain's operator has; null when that has versions of its own.</summary>
    public int? Form { get; init; }

    /// <summary>An operator with one result.</summary>
    public OperatorEntry(string name, Func<NodeContext, Value> import, string remark = "")
        : this(name, node => [import(node)], remark)
    {
    }
}

/// <summary>Everything the importer knows, by operator.</summary>
internal static class OperatorTable
{
    public const int LastOpset = 28;

    public const string Microsoft = "com.microsoft";

    /// <summary>The operators in the order of their documentation.</summary>
    public static IReadOnlyList<OperatorEntry> Entries { get; } =
    [
        .. QuantizationImport.Entries,
        .. DynamicQuantizationImport.Entries,
        .. QuantizedOperatorImport.Entries,
        .. QuantizedFunctionImport.Entries,
        .. IntegerOperatorImport.Entries,
        .. ChannelsLastImport.Entries,
        .. QonnxImport.Entries,
        .. ConvolutionImport.Entries,
        .. TransposedConvolutionImport.Entries,
        .. MatrixImport.Entries,
        .. BlockProductImport.Entries,
        .. EinsumImport.Entries,
        .. RecurrentImport.Entries,
        .. DynamicLstmImport.Entries,
        .. RotaryImport.Entries,
        .. AttentionImport.Entries,
        .. FusedAttentionImport.Entries,
        .. GroupQueryImport.Entries,
        .. EmbeddingImport.Entries,
        .. TensorScatterImport.Entries,
        .. SelectionImport.Entries,
        .. FindingImport.Entries,
        .. ArithmeticImport.Entries,
        .. LogicImport.Entries,
        .. ActivationImport.Entries,
        .. ClipImport.Entries,
        .. SoftmaxImport.Entries,
        .. NormalizationImport.Entries,
        .. FusedImport.Entries,
        .. FusedConvolutionImport.Entries,
        .. ContributedImport.Entries,
        .. PoolImport.Entries,
        .. LpPoolImport.Entries,
        .. UnpoolImport.Entries,
        .. ReductionImport.Entries,
        .. ReshapeImport.Entries,
        .. TransposeImport.Entries,
        .. JoinImport.Entries,
        .. SliceImport.Entries,
        .. PadImport.Entries,
        .. CropImport.Entries,
        .. GatherImport.Entries,
        .. IndexingImport.Entries,
        .. ResizeImport.Entries,
        .. AffineGridImport.Entries,
        .. SamplingImport.Entries,
        .. IdentityImport.Entries,
        .. CastImport.Entries,
        .. ControlFlowImport.Entries,
        .. SequenceImport.Entries,
        .. ConstantImport.Entries,
        .. WindowFunctionImport.Entries,
        .. FourierImport.Entries,
    ];

    private static readonly Dictionary<(string Domain, string Name), OperatorEntry> Index = Entries.ToDictionary(e => (e.Domain, e.Name));

    public static OperatorEntry? Find(string domain, string name) => Index.TryGetValue((domain, name), out OperatorEntry? entry) ? entry : null;

    /// <summary>The operator's name with its domain, which ONNX's own operators go without.</summary>
    public static string FullName(string domain, string name) => domain.Length == 0 ? name : $"{domain}.{name}";
}
