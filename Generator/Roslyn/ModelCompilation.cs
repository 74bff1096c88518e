using System;
using System.Collections.Generic;
using System.Threading;
using Octavo.Compiler;
using Octavo.Generator.Models;

namespace Octavo.Generator.Roslyn;

/// <summary>Compiles a requested model. The compiler's exceptions end here: each becomes a problem.</summary>
internal static class ModelCompilation
{
    public static ModelResult Run(ModelRequest request, CancellationToken cancellation) =>
        request.Refusal is { } refusal
            ? Failed(request.Model, [refusal])
            : ResultCache.GetOrAdd(request.Model, model => Guard(model, () => Compile(model, cancellation)));

    public static ModelResult Guard(ModelDescriptor model, Func<ModelResult> compile)
    {
        try
        {
            return compile();
        }
        catch (OperationCanceledException)
        {
            throw;
        }
        catch (ModelException e)
        {
            return Failed(model, e.Problems);
        }
        catch (Exception e)
        {
            return Failed(model, [InternalError.Of(e, model.FileName)]);
        }
    }

    private static ModelResult Compile(ModelDescriptor model, CancellationToken cancellation)
    {
        CompiledModel compiled = ModelCompiler.Compile(ModelInput.Open(model), model.Options, cancellation);
        return new ModelResult(model.ModelPath, new GeneratedSource(model.Options.FullName + ".g.cs", compiled.Source), new(compiled.Problems));
    }

    private static ModelResult Failed(ModelDescriptor model, IEnumerable<Problem> problems) => new(model.ModelPath, null, new(problems));
}
