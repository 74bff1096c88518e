using System;
using System.Collections.Generic;
using System.Linq;
using Microsoft.CodeAnalysis;
using Octavo.Compiler;

namespace Octavo.Generator.Roslyn;

/// <summary>The diagnostics, one for each <see cref="ProblemKind"/>; each has a page of the same name in docs/diagnostics.</summary>
internal static class Descriptors
{
    private const string Documentation = "https://github.com/octavo-dotnet/octavo/blob/main/docs/diagnostics/";

    private const string Import = "Octavo.Import";
    private const string Options = "Octavo.Options";
    private const string Build = "Octavo.Build";
    private const string Performance = "Octavo.Performance";
    private const string Accuracy = "Octavo.Accuracy";
    private const string Internal = "Octavo.Internal";

    public static readonly DiagnosticDescriptor UnsupportedOperator = Make("OCT001", "Operator not supported", Import, DiagnosticSeverity.Error);
    public static readonly DiagnosticDescriptor UnsupportedAttribute = Make("OCT002", "Attribute not supported", Import, DiagnosticSeverity.Error);
    public static readonly DiagnosticDescriptor UnsupportedType = Make("OCT003", "Element type not supported", Import, DiagnosticSeverity.Error);
    public static readonly DiagnosticDescriptor SymbolicShape = Make("OCT004", "Shape not known", Import, DiagnosticSeverity.Error);
    public static readonly DiagnosticDescriptor MalformedModel = Make("OCT005", "Model file malformed", Import, DiagnosticSeverity.Error);
    public static readonly DiagnosticDescriptor MissingExternalData = Make("OCT006", "External data missing", Import, DiagnosticSeverity.Error);
    public static readonly DiagnosticDescriptor NameClash = Make("OCT007", "Name used twice", Options, DiagnosticSeverity.Error);
    public static readonly DiagnosticDescriptor StaleWeights = Make("OCT008", "Model changed since the last build", Build, DiagnosticSeverity.Error);
    public static readonly DiagnosticDescriptor InvalidOption = Make("OCT009", "Option not valid", Options, DiagnosticSeverity.Error);
    public static readonly DiagnosticDescriptor InvalidGraph = Make("OCT010", "Graph not valid", Import, DiagnosticSeverity.Error);
    public static readonly DiagnosticDescriptor FloatFallback = Make("OCT011", "Computed in float", Performance, DiagnosticSeverity.Info);
    public static readonly DiagnosticDescriptor InternalError = Make("OCT012", "Octavo failed", Internal, DiagnosticSeverity.Error);
    public static readonly DiagnosticDescriptor FixedBatch = Make("OCT013", "Batch size fixed", Import, DiagnosticSeverity.Warning);
    public static readonly DiagnosticDescriptor SuspectQuantization = Make("OCT014", "Quantization loses accuracy", Accuracy, DiagnosticSeverity.Warning);

    private static readonly Dictionary<string, DiagnosticDescriptor> ById = new[]
    {
        UnsupportedOperator, UnsupportedAttribute, UnsupportedType, SymbolicShape, MalformedModel, MissingExternalData, NameClash,
        StaleWeights, InvalidOption, InvalidGraph, FloatFallback, InternalError, FixedBatch, SuspectQuantization,
    }.ToDictionary(descriptor => descriptor.Id);

    public static DiagnosticDescriptor Of(Problem problem) => ById[problem.Id];

    public static DiagnosticSeverity SeverityOf(Problem problem) => problem.Severity switch
    {
        ProblemSeverity.Info => DiagnosticSeverity.Info,
        ProblemSeverity.Warning => DiagnosticSeverity.Warning,
        ProblemSeverity.Error => DiagnosticSeverity.Error,
        _ => throw new ArgumentOutOfRangeException(nameof(problem)),
    };

    private static DiagnosticDescriptor Make(string id, string title, string category, DiagnosticSeverity severity) =>
        new(id, title, "{0}", category, severity, isEnabledByDefault: true, helpLinkUri: $"{Documentation}{id}.md");
}
