B|Ir al contenido
B|Iniciar sesión
B|Suscríbete
B|Portada
B|Internacional
B|Economía
B|Sociedad
B|Deportes
B|Sociedad
H|Un incendio en la sierra de Alcoz obliga a desalojar cuatro pueblos
S|El fuego, declarado el domingo por la tarde, ha arrasado 3.200 hectáreas de pinar
A|Lucía Herranz
D|15 de julio de 2024 - 09:12 CEST
B|Compartir
B|Facebook
B|X
B|Copiar enlace
B|Comentarios
C|Un bombero trabaja en la extinción del incendio, este lunes. Foto: Nacho Ruiz
K|El incendio forestal declarado el domingo en la sierra de Alcoz sigue sin control y ha obligado a desalojar a unas 1.900 personas de cuatro municipios, según la Junta.
K|“Salimos con lo puesto”, explicó Carmen Vidal, vecina de Robledillo, en el polideportivo donde pasó la noche.
B|Publicidad
K|En la extinción trabajan 340 efectivos y 22 medios aéreos. El viento, que ayer sopló con rachas de 60 kilómetros por hora, ha amainado esta mañana.
T|Una negligencia, primera hipótesis
K|La Guardia Civil investiga si el fuego empezó por una cosechadora. El alcalde de Robledillo pidió “no señalar a nadie” hasta que haya pruebas.
B|Más información
B|Los incendios que cambiaron la sierra
B|Cómo preparar una casa ante el fuego
K|La carretera comarcal permanece cortada en ambos sentidos entre los kilómetros 12 y 31.
B|Tu comentario se publicará con nombre y apellido
B|Normas
B|Archivado En
B|Incendios forestales
B|Alcoz
B|Lo más visto
B|La playa que perdió su arena
B|Aviso legal
B|Política de cookies
B|Todos los derechos reservados
