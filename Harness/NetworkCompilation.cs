using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Reflection;
using System.Text;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Octavo.Compiler;

namespace Octavo.Harness;

/// <summary>
/// Compiles the generated source as a user's project would, optimised and with the blob as a resource, and adds the class
/// <c>NetworkShim</c> whose methods take arrays: spans cannot pass through reflection.
/// </summary>
internal sealed class NetworkCompilation
{
    public const string ShimName = "NetworkShim";

    private static readonly CSharpParseOptions ParseOptions = new(LanguageVersion.Latest);
    private static readonly Lazy<MetadataReference[]> References = new(FindReferences);

    private readonly CompiledModel _model;
    private readonly CSharpCompilation _compilation;
    private readonly INamedTypeSymbol _type;
    private readonly IMethodSymbol _infer;

    public NetworkCompilation(CompiledModel model, CompilerOptions options)
    {
        _model = model;
        _compilation = CSharpCompilation.Create(
            "Network_" + options.ClassName,
            [CSharpSyntaxTree.ParseText(model.Source, ParseOptions, options.ClassName + ".g.cs", Encoding.UTF8)],
            References.Value,
            new CSharpCompilationOptions(OutputKind.DynamicallyLinkedLibrary, optimizationLevel: OptimizationLevel.Release, allowUnsafe: true, deterministic: true));
        ThrowOnErrors(_compilation.GetParseDiagnostics());

        FullName = options.Namespace.Length == 0 ? options.ClassName : $"{options.Namespace}.{options.ClassName}";
        _type = _compilation.GetTypeByMetadataName(FullName)
            ?? throw new InvalidOperationException($"The generated source does not declare '{FullName}'.");
        _infer = _type.GetMembers("Infer").OfType<IMethodSymbol>().SingleOrDefault(m => m.IsStatic && m.ReturnsVoid)
            ?? throw new InvalidOperationException($"'{FullName}' has no single static void Infer.");
    }

    /// <summary>The generated class's name with its namespace.</summary>
    public string FullName { get; }

    public byte[] Emit()
    {
        var image = new MemoryStream();
        var weights = new ResourceDescription(_model.WeightsResourceName, () => new MemoryStream(_model.Weights), isPublic: false);
        var result = _compilation
            .AddSyntaxTrees(CSharpSyntaxTree.ParseText(ShimSource(), ParseOptions, ShimName + ".cs", Encoding.UTF8))
            .Emit(image, manifestResources: [weights]);
        ThrowOnErrors(result.Diagnostics);
        return image.ToArray();
    }

    private string ShimSource()
    {
        string network = "global::" + FullName;
        string[] lengths = Facts(SymbolKind.Field, "Length"), shapes = Facts(SymbolKind.Property, "Shape");
        string arguments = string.Join(", ", Inputs().Select(Argument).Concat(Outputs().Select(Argument)));
        return $$"""
            #nullable disable
            public static class {{ShimName}}
            {
                public static readonly string[] InputNames = { {{Join(Inputs(), p => $"\"{p.Name}\"")}} };
                public static readonly string[] OutputNames = { {{Join(Outputs(), p => $"\"{p.Name}\"")}} };
                public static readonly System.Type[] InputTypes = { {{Join(Inputs(), p => $"typeof({ElementOf(p)})")}} };
                public static readonly System.Type[] OutputTypes = { {{Join(Outputs(), p => $"typeof({ElementOf(p)})")}} };
                public static readonly int[] InputLengths = { {{Join(Inputs(), p => $"{network}.{lengths[p.Ordinal]}")}} };
                public static readonly int[] OutputLengths = { {{Join(Outputs(), p => $"{network}.{lengths[p.Ordinal]}")}} };
                public static readonly int[][] InputShapes = { {{Join(Inputs(), p => $"{network}.{shapes[p.Ordinal]}.ToArray()")}} };
                public static readonly int[][] OutputShapes = { {{Join(Outputs(), p => $"{network}.{shapes[p.Ordinal]}.ToArray()")}} };

                public static object Info() => {{network}}.Info;

                public static void Infer(System.Array[] inputs, System.Array[] outputs) => {{network}}.Infer({{arguments}});

                public static System.IDisposable Create(int threads) => new {{network}}(threads);

                public static void Run(System.IDisposable network, System.Array[] inputs, System.Array[] outputs, int times)
                {
                    var instance = ({{network}})network;
                    for (int i = 0; i < times; i++)
                    {
                        instance.Run({{arguments}});
                    }
                }
            {{StreamSource(network)}}
            }
            """;
    }

    /// <summary>For a model with state: the members of its class Stream.</summary>
    private string StreamSource(string network)
    {
        if (_type.GetTypeMembers("Stream").SingleOrDefault() is not { } stream)
        {
            return "";
        }

        IParameterSymbol[] parameters = [.. stream.GetMembers("Run").OfType<IMethodSymbol>().Single().Parameters];
        string arguments = string.Join(", ", parameters.Where(p => p.Type.Name == "ReadOnlySpan").Select(Argument).Concat(parameters.Where(p => p.Type.Name == "Span").Select(Argument)));
        return $$"""

                public static System.IDisposable CreateStream(int threads) => new {{network}}.Stream(threads);

                public static void RunStream(System.IDisposable stream, System.Array[] inputs, System.Array[] outputs) => (({{network}}.Stream)stream).Run({{arguments}});

                public static void ResetStream(System.IDisposable stream) => (({{network}}.Stream)stream).Reset();

                public static System.Array StreamState(System.IDisposable stream) => (({{network}}.Stream)stream).State.ToArray();
            """;
    }

    private IEnumerable<IParameterSymbol> Inputs() => _infer.Parameters.Where(p => p.Type.Name == "ReadOnlySpan");

    private IEnumerable<IParameterSymbol> Outputs() => _infer.Parameters.Where(p => p.Type.Name == "Span");

    private static string Join(IEnumerable<IParameterSymbol> parameters, Func<IParameterSymbol, string> text) => string.Join(", ", parameters.Select(text));

    private static string Argument(IParameterSymbol parameter, int index)
    {
        string array = parameter.Type.Name == "Span" ? "outputs" : "inputs";
        return $"new {parameter.Type.ToDisplayString(SymbolDisplayFormat.FullyQualifiedFormat)}(({ElementOf(parameter)}[]){array}[{index}])";
    }

    private static string ElementOf(IParameterSymbol parameter) =>
        ((INamedTypeSymbol)parameter.Type).TypeArguments[0].ToDisplayString(SymbolDisplayFormat.FullyQualifiedFormat);

    /// <summary>The names of the members that state one fact of every tensor; the class declares them in the order of its parameters.</summary>
    private string[] Facts(SymbolKind kind, string suffix)
    {
        string[] names = [.. _type.GetMembers().Where(m => m.Kind == kind && m.IsStatic && m.Name.EndsWith(suffix, StringComparison.Ordinal)).Select(m => m.Name)];
        return names.Length == _infer.Parameters.Length
            ? names
            : throw new InvalidOperationException($"'{FullName}' has {_infer.Parameters.Length} tensors but declares {string.Join(", ", names)}.");
    }

    private static void ThrowOnErrors(IEnumerable<Diagnostic> diagnostics)
    {
        var errors = diagnostics.Where(d => d.Severity == DiagnosticSeverity.Error).Take(10).ToList();
        if (errors.Count > 0)
        {
            throw new InvalidOperationException("The generated source does not compile:\n" + string.Join("\n", errors.Select(Describe)));
        }
    }

    private static string Describe(Diagnostic error)
    {
        var line = error.Location.SourceTree?.GetText().Lines[error.Location.GetLineSpan().StartLinePosition.Line];
        return line is null ? error.ToString() : $"{error}\n    {line.ToString()!.Trim()}";
    }

    /// <summary>The shared framework that runs this process and the Octavo.Runtime beside it.</summary>
    private static MetadataReference[] FindReferences()
    {
        string framework = Path.GetDirectoryName(typeof(object).Assembly.Location)!;
        return Directory.GetFiles(framework, "*.dll")
            .Where(IsManaged)
            .Append(RuntimeCopy.Location)
            .Select(path => (MetadataReference)MetadataReference.CreateFromFile(path))
            .ToArray();
    }

    private static bool IsManaged(string path)
    {
        try
        {
            AssemblyName.GetAssemblyName(path);
            return true;
        }
        catch (BadImageFormatException)
        {
            return false;
        }
    }
}
